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
