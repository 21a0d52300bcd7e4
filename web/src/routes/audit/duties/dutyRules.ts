import type { Separation } from "#lib/history/duties.ts";
import { m } from "#messages";

/** What must never be found, as it is said to a reader, most serious first. */
export const dutyRules: readonly { key: keyof Separation; title: string; why: string }[] = [
  {
    key: "bothSides",
    title: m.audit_duty_rules_both_sides(),
    why: m.audit_duty_rules_both_sides_why(),
  },
  {
    key: "selfAssigned",
    title: m.audit_duty_rules_self_assigned(),
    why: m.audit_duty_rules_self_assigned_why(),
  },
  {
    key: "selfAppointed",
    title: m.audit_duty_rules_self_appointed(),
    why: m.audit_duty_rules_self_appointed_why(),
  },
  {
    key: "neverVerified",
    title: m.audit_duty_rules_never_verified(),
    why: m.audit_duty_rules_never_verified_why(),
  },
];
