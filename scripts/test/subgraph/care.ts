import type { HDAccount } from "viem/accounts";
import { beforeAll, describe, expect, it } from "vitest";
import {
  assign,
  attest,
  attester,
  chartOf,
  doctorD,
  lower,
  network,
  otherPatient,
  patient,
  registrars,
} from "./world.ts";

describe("care and assignments", () => {
  it("a request that was declined is one period, asking again another", async () => {
    const { mined, registryAs, timeOf } = network;
    const chart = chartOf(otherPatient);
    const asked = await mined(registryAs(otherPatient).write.askForCare([2]));
    const declined = await mined(registryAs(registrars[2]).write.endCare([chart, 2]));
    const again = await mined(registryAs(otherPatient).write.askForCare([2]));
    const accepted = await mined(registryAs(registrars[2]).write.acceptCare([chart, 2]));

    expect(
      await network.ask(`{
        chart(id: "${chart}") {
          care(orderBy: id) { hospital { id } status askedAt acceptedAt endedAt ended { name actor { id } chart { id } hospital { id } } }
        }
      }`),
    ).toEqual({
      chart: {
        care: [
          {
            hospital: { id: "2" },
            status: "ENDED",
            askedAt: await timeOf(asked),
            acceptedAt: null,
            endedAt: await timeOf(declined),
            ended: {
              name: "CareEnded",
              actor: { id: lower(registrars[2]) },
              chart: { id: chart },
              hospital: { id: "2" },
            },
          },
          {
            hospital: { id: "2" },
            status: "ACCEPTED",
            askedAt: await timeOf(again),
            acceptedAt: await timeOf(accepted),
            endedAt: null,
            ended: null,
          },
        ],
      },
    });
  });

  describe("given a doctor assigned to a patient", () => {
    const assignments = (): string => `{
      chart(id: "${chartOf(patient)}") {
        assignments(orderBy: id) { doctor { id } hospital { id } attestationGeneration endedAt ended { name } care { status endedAt } }
      }
    }`;
    const live = { status: "ACCEPTED", endedAt: null };
    const assignment = (doctor: HDAccount) => ({
      doctor: { id: lower(doctor) },
      hospital: { id: "1" },
      attestationGeneration: 1,
      endedAt: null as string | null,
      ended: null as { name: string } | null,
      care: live as { status: string; endedAt: string | null },
    });

    beforeAll(async () => {
      const { mined, registryAs } = network;
      await mined(registryAs(patient).write.askForCare([1]));
      await mined(registryAs(registrars[1]).write.acceptCare([chartOf(patient), 1]));
      await assign(doctorD);
    });

    it("it is there, under the period of care it belongs to", async () => {
      expect(await network.ask(assignments())).toEqual({ chart: { assignments: [assignment(doctorD)] } });
    });

    it("it rests while the hospital suspends care, and counts again afterwards", async () => {
      const { mined, registryAs, timeOf } = network;
      const registrar = registryAs(registrars[1]);
      const question = `{
        cares(where: { chart: "${chartOf(patient)}", hospital: "1" }) {
          status suspendedAt suspended { name actor { id } chart { id } hospital { id } } resumedAt resumed { name actor { id } }
          assignments { endedAt }
        }
      }`;
      const suspended = await mined(registrar.write.suspendCare([chartOf(patient), 1]));
      const asked = {
        suspendedAt: await timeOf(suspended),
        suspended: {
          name: "CareSuspended",
          actor: { id: lower(registrars[1]) },
          chart: { id: chartOf(patient) },
          hospital: { id: "1" },
        },
        assignments: [{ endedAt: null }],
      };
      expect(await network.ask(question)).toEqual({
        cares: [{ ...asked, status: "SUSPENDED", resumedAt: null, resumed: null }],
      });
      expect(await registrar.read.isAssigned([chartOf(patient), doctorD.address, 1])).toBe(false);

      const resumed = await mined(registrar.write.resumeCare([chartOf(patient), 1]));
      expect(await network.ask(question)).toEqual({
        cares: [
          {
            ...asked,
            status: "ACCEPTED",
            resumedAt: await timeOf(resumed),
            resumed: { name: "CareResumed", actor: { id: lower(registrars[1]) } },
          },
        ],
      });
      expect(await registrar.read.isAssigned([chartOf(patient), doctorD.address, 1])).toBe(true);
    });

    it("it stays as past after its end, and assigning again adds one", async () => {
      const { mined, registryAs, timeOf } = network;
      const end = registryAs(registrars[1]).write.endAssignment([chartOf(patient), doctorD.address, 1]);
      const endedAt = await timeOf(await mined(end));
      await assign(doctorD);

      expect(await network.ask(assignments())).toEqual({
        chart: {
          assignments: [{ ...assignment(doctorD), endedAt, ended: { name: "AssignmentEnded" } }, assignment(doctorD)],
        },
      });
    });

    it("one that lapsed with the attestation ends when the doctor is assigned anew", async () => {
      const { mined, registryAs, timeOf } = network;
      await mined(registryAs(attester).write.revokeAttestation([doctorD.address]));
      await attest(doctorD);
      const endedAt = await timeOf(await assign(doctorD));

      expect(await network.ask(assignments())).toEqual({
        chart: {
          assignments: [
            expect.anything(),
            { ...assignment(doctorD), endedAt, ended: { name: "DoctorAssigned" } },
            { ...assignment(doctorD), attestationGeneration: 2 },
          ],
        },
      });
    });

    it("leaving the hospital ends the period of care that its assignments belong to", async () => {
      const { mined, registryAs, timeOf } = network;
      const endedAt = await timeOf(await mined(registryAs(patient).write.leaveCare([1])));
      await mined(registryAs(patient).write.askForCare([1]));
      await mined(registryAs(registrars[1]).write.acceptCare([chartOf(patient), 1]));
      await assign(doctorD);

      expect(await network.ask(assignments())).toEqual({
        chart: {
          assignments: [
            expect.anything(),
            expect.anything(),
            { ...assignment(doctorD), attestationGeneration: 2, care: { status: "ENDED", endedAt } },
            { ...assignment(doctorD), attestationGeneration: 2 },
          ],
        },
      });
    });
  });
});
