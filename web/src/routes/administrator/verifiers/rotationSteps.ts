import { m } from "#messages";

/** How a verifier's key is replaced, in this order. What of it is done cannot be seen from here: the service signs elsewhere. */
export const rotationSteps: readonly { label: string; detail: string }[] = [
  {
    label: m.administrator_rotation_steps_announce(),
    detail: m.administrator_rotation_steps_announce_detail(),
  },
  { label: m.administrator_rotation_steps_complete(), detail: m.administrator_rotation_steps_complete_detail() },
  {
    label: m.administrator_rotation_steps_sign(),
    detail: m.administrator_rotation_steps_sign_detail(),
  },
  { label: m.administrator_rotation_steps_end(), detail: m.administrator_rotation_steps_end_detail() },
];
