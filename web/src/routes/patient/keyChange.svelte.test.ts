import "fake-indexeddb/auto";
import { keyBundleOf } from "@chartkey/protocol/bundle";
import { identityOfSeed, newSeed } from "@chartkey/protocol/seed";
import { bytesToHex, getAddress } from "viem";
import { describe, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import { KeyChangedError, recipientOf, type KeyChange } from "#lib/flows/recipientOf.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import type { PatientDesk } from "./patientDesk.svelte.ts";
import { Sharing } from "./reports/[id]/share.svelte.ts";
import { ShareChoice } from "./sharing/shareChoice.svelte.ts";

const address = (byte: string) => getAddress(`0x${byte.repeat(20)}`);
const doctor = { name: "Dr Priya Marlowe", specialty: "General medicine" };
const row = { report: `0x${"1".repeat(64)}`, status: "LIVE" } as unknown as ReportRow;

/** The desk of a patient who knows a doctor's first key; `renewKey` publishes another. */
async function deskOf(me: string) {
  const account = address("05");
  const keyOf = (version: number) => {
    const bundle = bytesToHex(keyBundleOf(identityOfSeed(newSeed())));
    return { account, version, bundle, keyring: "0x00" };
  };
  let published = keyOf(1);
  const app = {
    network: { chainId: 1337, records: address("ee") },
    wallet: { client: { account: { address: address(me) } } },
    chain: { network: {}, client: { readContract: async () => [published.version, address("cc")] } },
    history: { read: async () => published },
    transactions: { run: vi.fn() },
  };
  await recipientOf(app as unknown as App, account);
  const desk = {
    app,
    titleOf: () => "Heart tracing",
    openings: [{ row, metadata: {}, error: null }],
    readersOf: () => [],
    reports: { value: { rows: [row], consents: [], standing: [] } },
  } as unknown as PatientDesk;
  return { desk, account, renewKey: () => (published = keyOf(2)) };
}

let patients = 10;

type Share = Sharing | ShareChoice;
const kinds: readonly [string, (desk: PatientDesk) => Share, (share: Share) => KeyChange | null][] = [
  [
    "one report",
    (desk) => new Sharing(desk, row),
    ({ key }) => (key.value && "change" in key.value ? (key.value.change as KeyChange) : null),
  ],
  [
    "chosen reports",
    (desk) => new ShareChoice(desk, { reports: [row.report] }),
    ({ key }) => (key.error instanceof KeyChangedError ? key.error.change : null),
  ],
];

describe.each(kinds)("a share of %s with somebody whose key changes meanwhile", (_, begin, changeOf) => {
  it.each(["share", "sign"] as const)("goes back to where the change is confirmed, to %s", async (how) => {
    // Someone new each time, who knows no other key of the doctor.
    const me = String(++patients).padStart(2, "0");
    const { desk, account, renewKey } = await deskOf(me);
    const share = begin(desk);
    share.doctors.value = [{ account, ...doctor } as unknown as Doctor];
    await share.choose(account);
    expect(changeOf(share)).toBeNull();

    renewKey();
    await share[how]();
    expect(changeOf(share)).toMatchObject({ next: { version: 2 } });
    expect(share.acting).toMatchObject({ hasBegun: false, signError: null });
    expect(desk.app.transactions.run).not.toHaveBeenCalled();
  });
});
