import { expect, it } from "vitest";
import { DetailsForm } from "./detailsForm.svelte.ts";

const details = {
  name: "Anjali Fernhill",
  addressLines: ["7 Example Road"],
  city: "Northfield",
  postalCode: "ZZ1 2AB",
  country: "GB",
  phone: "+447700900123",
  email: "",
};

it("a form of details is touched once somebody typed, and no more once that is kept", () => {
  const form = new DetailsForm();
  expect(form.isTouched).toBe(false);
  form.details.name = "Anjali";
  expect(form.isTouched).toBe(true);
  form.details.name = "";
  expect(form.isTouched).toBe(false);

  form.begin(details);
  expect(form.isTouched).toBe(false);
  form.details.addressLines = ["8 Example Road"];
  expect(form.isTouched).toBe(true);
  expect(details.addressLines).toEqual(["7 Example Road"]);
  form.keep();
  expect(form.isTouched).toBe(false);
  form.details.city = "Elderbrook";
  expect(form.isTouched).toBe(true);
});
