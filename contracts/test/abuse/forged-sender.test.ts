import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { ATTESTER_ROLE } from "@chartkey/protocol/role-id";
import { zeroAddress, type Abi, type AbiFunction, type AbiParameter, type Address } from "viem";
import { describe, expect, it } from "vitest";
import { attestationOf } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { chain } from "../support/chain.ts";
import { consent, standingConsent } from "../support/reports.ts";
import { NORTHFIELD, world, type World } from "../support/world.ts";

const publicClient = await chain.viem.getPublicClient();

/** What only the patient may learn, if the contracts kept secrets: they must not, for an `eth_call` names any sender. */
describe("a question asked in a forged name", () => {
  for (const [contract, abi] of [
    ["registry", registryAbi],
    ["records", recordsAbi],
  ] as const) {
    for (const question of functionsOf(abi, "view", "pure")) {
      it(`is answered as everybody's: ${contract}.${question.name}`, async () => {
        const all = await world();
        await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
        await all.patient.records.write.grantStandingConsent([await standingConsent(all.chart, all.doctor)]);
        const ask = await asking(all, all.contracts[contract], question);

        const answer = await ask(all.stranger.address);
        for (const forged of everybodyIn(all)) expect(await ask(forged), `as ${forged}`).toEqual(answer);
      });
    }
  }
});

describe("a call that is only tried", () => {
  it("answers with nothing, or with an id that anyone can compute", () => {
    const answers = [...functionsOf(registryAbi, "nonpayable"), ...functionsOf(recordsAbi, "nonpayable")]
      .filter(({ outputs }) => outputs.length > 0)
      .map(({ name, outputs }) => `${name}: ${outputs.map((output) => output.name).join(", ")}`);
    expect(answers).toEqual(["registerPatient: chart", "registerPatientFor: chart", "addReport: report"]);
  });
});

/** The question with values that mean something in the tests' world, once for each account that it may be about. */
async function asking(all: World, address: Address, question: AbiFunction) {
  const { licenceTag } = await attestationOf(all.doctor);
  const about = [all.patient, all.doctor, all.harbourDoctor, all.registrar].map((actor) =>
    question.inputs.map((input) => valueFor(input, { ...all, subject: actor.address, licenceTag })),
  );
  return (account: Address) =>
    Promise.all(
      about.map((args) =>
        publicClient.readContract({ abi: [question] as Abi, address, functionName: question.name, args, account }),
      ),
    );
}

function valueFor({ type, name }: AbiParameter, known: World & { subject: Address; licenceTag: string }): unknown {
  if (type === "address") return known.subject;
  if (type === "bytes20") return known.chart;
  if (type === "uint32") return NORTHFIELD;
  if (type === "bytes4") return "0x7965db0b";
  if (name === "role") return ATTESTER_ROLE;
  if (name === "report") return known.report;
  if (name === "licenceTag") return known.licenceTag;
  throw new Error(`No value is known for ${type} ${name}.`);
}

function everybodyIn({ contracts, patient, ...all }: World): Address[] {
  const accounts = [patient, all.admin, all.attester, all.registrar, all.doctor, all.harbourDoctor, all.otherPatient];
  return [
    ...accounts.map(({ address }) => address),
    authoriserOf(patient).address,
    contracts.registry,
    contracts.records,
    zeroAddress,
  ];
}

function functionsOf(abi: Abi, ...mutabilities: string[]): AbiFunction[] {
  return abi
    .filter((entry) => entry.type === "function")
    .filter(({ stateMutability }) => mutabilities.includes(stateMutability));
}
