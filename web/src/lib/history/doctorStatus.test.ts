import { describe, expect, it } from "vitest";
import { assignmentState } from "./assignmentState.ts";
import type { AssignmentPeriod, CarePeriod } from "./careAtHospital.ts";
import { appointmentAt, doctorStatus, isVerified } from "./doctorStatus.ts";
import type { Appointment, Doctor } from "./doctors.ts";

const NOW = 1_000;
const account = `0x${"d".repeat(40)}` as const;
const at = (id: number, since: number, until: number | null): Appointment => ({
  hospital: { id, name: `Hospital ${id}` },
  since,
  until,
});
const doctor = (rest: Partial<Doctor> = {}): Doctor => ({
  account,
  name: "Dr Lena Hallowell",
  specialty: "Skin",
  verifier: `0x${"e".repeat(40)}`,
  verifiedAt: 100,
  validUntil: 2_000,
  revokedAt: null,
  generation: 1,
  appointments: [at(1, 200, null)],
  ...rest,
});

describe("where a doctor stands", () => {
  it("is active when verified and appointed anywhere", () => {
    expect(doctorStatus(doctor(), NOW)).toBe("active");
  });

  it("is waiting when verified and appointed nowhere, or no longer", () => {
    expect(doctorStatus(doctor({ appointments: [] }), NOW)).toBe("waiting");
    expect(doctorStatus(doctor({ appointments: [at(1, 200, 300)] }), NOW)).toBe("waiting");
  });

  it("counts the last second of a verification, and not the one after", () => {
    expect(doctorStatus(doctor({ validUntil: NOW }), NOW)).toBe("active");
    expect(doctorStatus(doctor({ validUntil: NOW - 1 }), NOW)).toBe("lapsed");
    expect(isVerified(doctor({ validUntil: NOW }), NOW)).toBe(true);
    expect(isVerified(doctor({ validUntil: NOW - 1 }), NOW)).toBe(false);
  });

  it("is ended when the verification was ended before its time", () => {
    expect(doctorStatus(doctor({ revokedAt: 500 }), NOW)).toBe("ended");
  });

  it("finds the present appointment at one hospital, not a past one and not another's", () => {
    const appointments = [at(1, 200, 300), at(2, 250, null), at(1, 400, null)];
    expect(appointmentAt(doctor({ appointments }), 1)?.since).toBe(400);
    expect(appointmentAt(doctor({ appointments: [at(1, 200, 300), at(2, 250, null)] }), 1)).toBeNull();
  });
});

describe("where an assignment stands", () => {
  const assignment = (rest: Partial<AssignmentPeriod> = {}): AssignmentPeriod => ({
    id: "a",
    doctor: account,
    doctorName: "Dr Lena Hallowell",
    generation: 1,
    assignedAt: 600,
    endedAt: null,
    ...rest,
  });
  const care = (rest: Partial<CarePeriod> = {}): CarePeriod => ({
    id: "c",
    chart: `0x${"c".repeat(40)}`,
    status: "ACCEPTED",
    askedAt: 400,
    acceptedAt: 500,
    suspendedAt: null,
    endedAt: null,
    endedBy: null,
    assignments: [],
    ...rest,
  });

  it("is live while care is accepted and the doctor verified and appointed there", () => {
    expect(assignmentState(assignment(), care(), 1, doctor(), NOW)).toEqual({ kind: "live" });
  });

  it("rests while the doctor is appointed elsewhere only", () => {
    const elsewhere = doctor({ appointments: [at(1, 200, 300), at(2, 200, null)] });
    expect(assignmentState(assignment(), care(), 1, elsewhere, NOW)).toEqual({ kind: "resting", why: "appointment" });
  });

  it("rests while the hospital suspended care", () => {
    const suspended = care({ status: "SUSPENDED", suspendedAt: 700 });
    expect(assignmentState(assignment(), suspended, 1, doctor(), NOW)).toEqual({ kind: "resting", why: "care" });
  });

  it("ends by itself, with care, and with the verification it was given under", () => {
    expect(assignmentState(assignment({ endedAt: 700 }), care(), 1, doctor(), NOW)).toEqual({
      kind: "ended",
      why: "assignment",
      at: 700,
    });
    expect(assignmentState(assignment(), care({ status: "ENDED", endedAt: 800 }), 1, doctor(), NOW)).toEqual({
      kind: "ended",
      why: "care",
      at: 800,
    });
    expect(assignmentState(assignment(), care(), 1, doctor({ revokedAt: 900 }), NOW)).toEqual({
      kind: "ended",
      why: "verification",
      at: 900,
    });
    expect(assignmentState(assignment(), care(), 1, doctor({ validUntil: 950 }), NOW)).toEqual({
      kind: "ended",
      why: "verification",
      at: 950,
    });
  });

  it("stays ended when the doctor was verified anew under another generation", () => {
    expect(assignmentState(assignment(), care(), 1, doctor({ generation: 2 }), NOW)).toEqual({
      kind: "ended",
      why: "verification",
      at: null,
    });
  });
});
