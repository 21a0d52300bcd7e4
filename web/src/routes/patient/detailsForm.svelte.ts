import {
  normaliseProfile,
  type PatientProfile,
  type ProfileErrors,
  type ProfileField,
} from "@chartkey/protocol/patient-profile";
import { completePhone } from "./completePhone.ts";
import { detailsErrors } from "./detailsErrors.ts";
import { emptyDetails, fieldId } from "./DetailsFields.svelte";

/** In the order of the page. */
const fields: readonly ProfileField[] = ["name", "addressLines", "postalCode", "city", "country", "phone", "email"];

/** A patient's own details while they are typed. They are in this object only, until they are locked. */
export class DetailsForm {
  details = $state<PatientProfile>(emptyDetails());
  /** What the form held when it was begun, or what of it was kept last. */
  #begun = $state.raw(JSON.stringify(emptyDetails()));
  /** Something was typed since. */
  readonly isTouched = $derived.by(() => JSON.stringify($state.snapshot(this.details)) !== this.#begun);
  /** Whether someone tried to go on: from then on errors are shown as they are typed away. */
  checked = $state(false);

  readonly errors: ProfileErrors = $derived.by(() => (this.checked ? detailsErrors(this.#normalised()) : {}));
  /** For the list above the form. */
  readonly errorList = $derived.by(() =>
    fields.flatMap((field) => {
      const message = this.errors[field];
      return message ? [{ id: fieldId(field), message }] : [];
    }),
  );

  /** Begins with details that are there already. */
  begin(details: PatientProfile): void {
    this.details = { ...details, addressLines: [...details.addressLines] };
    this.keep();
  }

  /** What is in the form is kept now: only what is typed from here on is not. */
  keep(): void {
    this.#begun = JSON.stringify($state.snapshot(this.details));
  }

  /** The details as they are kept, or null when something is wrong with them. */
  check(): PatientProfile | null {
    this.checked = true;
    return this.errorList.length === 0 ? this.#normalised() : null;
  }

  #normalised(): PatientProfile {
    const typed = $state.snapshot(this.details);
    return normaliseProfile({ ...typed, phone: completePhone(typed.phone, typed.country) });
  }
}
