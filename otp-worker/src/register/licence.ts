import * as z from "zod/mini";

/** A row of the register: what an authority's list and the doctor's file say about one licence. */
export const licence = z.object({
  professionalName: z.string(),
  specialty: z.string(),
  /** E.164. */
  phone: z.string(),
  /** Last second of validity, in Unix seconds. */
  validUntil: z.number(),
});

export type Licence = z.output<typeof licence>;
