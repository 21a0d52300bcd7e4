import { chartIdOf } from "@chartkey/protocol/chart";
import { grant, standingGrant } from "../../../contracts/test/gas/forms/consent.ts";
import { newReport, reportOf } from "../../../contracts/test/gas/forms/report.ts";
import { personCalling } from "../../../contracts/test/gas/person.ts";
import { NORTHFIELD, takeIntoCare, type World } from "../../../contracts/test/gas/world.ts";

/**
 * Adds `count` other patients of the same hospital and doctor, each with a report that they share with the same colleague, and
 * as many reports in the chart of the patient, shared with the colleague too.
 */
export async function addOthers(world: World, count: number): Promise<void> {
  const { contracts, admit, send, doctor, colleague, patient, chart } = world;
  const add = async (to: typeof chart, name: string) => {
    await send(doctor.records("addReport", [newReport(to, NORTHFIELD, name)]));
    return reportOf(contracts, to, doctor.address, name);
  };

  for (let n = 0; n < count; n += 1) {
    const other = personCalling(contracts, `patient ${n}`);
    await admit(other.address);
    await takeIntoCare(world, other, personCalling(contracts, `recovery authoriser of patient ${n}`));
    const theirs = chartIdOf(contracts, other.address);
    const report = await add(theirs, "a report of their own");
    await send(other.records("grantConsents", [grant(colleague.address, [report])]));
    await send(other.records("grantStandingConsent", [standingGrant(theirs, colleague.address)]));

    const another = await add(chart, `one of many reports, ${n}`);
    await send(patient.records("grantConsents", [grant(colleague.address, [another])]));
  }
}
