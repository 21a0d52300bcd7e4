import { cardCodeOf } from "@chartkey/protocol/card-code";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { encodeErrorResult, getAddress, RawContractError } from "viem";
import { describe, expect, it, vi } from "vitest";
import { sampleNetwork as network } from "#lib/network/sampleNetwork.ts";
import type { AdministratorDesk } from "../administratorDesk.svelte.ts";
import type { Decision } from "../decisions.svelte.ts";
import { changesOf, CsvImport } from "./csvImport.svelte.ts";

const chart = `0x${"1".repeat(40)}` as const;
const doctor = getAddress(`0x${"a".repeat(40)}`);
const registrar = getAddress(`0x${"c".repeat(40)}`);
const line = `assign,${cardCodeOf(chart)},${doctor}`;
const file = (content: BlobPart, name = "assignments.csv") => new File([content], name);

function desk() {
  const call = vi.fn((_: object): Promise<object> => Promise.resolve({}));
  const decided: Decision[] = [];
  /** What the desk is told of a decision under way. */
  const tell = { progress: (_sent: number) => {}, done: () => {} };
  const here = {
    app: { network, chain: { client: { call }, network }, session: { who: { account: registrar } } },
    hospital: { id: 2, name: "Harbour Clinic" },
    patients: [{ care: { chart, suspendedAt: null }, assignments: [] }],
    assignable: [{ account: doctor }, { account: getAddress(`0x${"b".repeat(40)}`) }],
    decide: (make: () => Decision, done: () => void, progress: (sent: number) => void) => {
      decided.push(make());
      Object.assign(tell, { done, progress });
    },
  };
  return { call, decided, tell, list: new CsvImport(here as unknown as AdministratorDesk) };
}

describe("a list given to the desk", () => {
  it("is tried line by line as the registrar, and only then offered", async () => {
    const { list, call, decided } = desk();
    await list.read(file(`action,card,doctor\n${line}`));
    expect(call).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ account: registrar, to: network.registry, blockTag: "pending" }),
    );
    expect(list).toMatchObject({ problems: [], wrong: "", trying: false, lines: [{ line: 2, action: "assign" }] });
    list.send();
    expect(decided[0]).toMatchObject({ title: "Begin 1 assignment?", ends: false });
    expect(decided[0]?.calls.map(({ data }) => data)).toEqual([(call.mock.calls[0]?.[0] as { data: string }).data]);
  });

  it("is not offered when the contract would refuse a line, which is named", async () => {
    const { list, call } = desk();
    const data = encodeErrorResult({ abi: registryAbi, errorName: "CareDoctorNotActive", args: [doctor, 2] });
    call.mockRejectedValueOnce(new RawContractError({ data }));
    await list.read(file(`action,card,doctor\n\n${line}`));
    expect(list.lines).toEqual([]);
    expect(list.problems).toEqual([
      { line: 3, what: expect.stringMatching(/^This doctor is not verified and appointed .* Appoint them first/) },
    ]);
  });

  it("is not said to be wrong when no node answers", async () => {
    const { list, call } = desk();
    call.mockRejectedValueOnce(new Error("no answer"));
    await list.read(file(`action,card,doctor\n${line}`));
    expect(list).toMatchObject({ lines: [], problems: [] });
    expect(list.error).toBeInstanceOf(Error);
  });

  it("gives way to a newer one, however late its own lines are answered", async () => {
    const { list, call } = desk();
    const answers: ((answer: object | Promise<never>) => void)[] = [];
    call.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    const data = encodeErrorResult({ abi: registryAbi, errorName: "CareDoctorNotActive", args: [doctor, 2] });
    const slow = list.read(file(`action,card,doctor\n${line}`, "older.csv"));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    const quick = list.read(file(`action,card,doctor\n\n\n${line}`, "newer.csv"));
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[0]?.(Promise.reject(new RawContractError({ data })));
    await slow;
    expect(list).toMatchObject({ fileName: "newer.csv", problems: [], lines: [], trying: true });
    answers[1]?.({});
    await quick;
    expect(list).toMatchObject({ fileName: "newer.csv", problems: [], lines: [{ line: 4 }], trying: false });
  });

  it("keeps what is left of it when sending fails on the way, and nothing once all is done", async () => {
    const { list, decided, tell } = desk();
    const other = getAddress(`0x${"b".repeat(40)}`);
    await list.read(file(`action,card,doctor\n${line}\nassign,${cardCodeOf(chart)},${other}`));
    list.send();
    tell.progress(1);
    expect(list.lines).toMatchObject([{ line: 3, doctor: other }]);
    list.send();
    expect(decided[1]).toMatchObject({ title: "Begin 1 assignment?" });
    tell.progress(1);
    tell.done();
    expect(list).toMatchObject({ lines: [], fileName: "" });
  });

  it("stays when it was given while an earlier one was being sent", async () => {
    const { list, tell } = desk();
    await list.read(file(`action,card,doctor\n${line}`));
    list.send();
    await list.read(file(`action,card,doctor\n\n${line}`));
    tell.progress(1);
    tell.done();
    expect(list.lines).toMatchObject([{ line: 3 }]);
  });

  it("is refused when it is no text, or far too large, and forgets what was given before", async () => {
    const { list } = desk();
    await list.read(file(`action,card,doctor\n${line}`));
    await list.read(file(Uint8Array.of(0x61, 0xe9, 0x2c)));
    expect(list).toMatchObject({ lines: [], wrong: expect.stringMatching(/no text in UTF-8/) });
    await list.read(file("x".repeat(100_001), "big.csv"));
    expect(list).toMatchObject({ lines: [], wrong: expect.stringMatching(/^big.csv is larger/) });
  });
});

describe("what a list changes", () => {
  it.each([
    [["assign"], "Begin 1 assignment"],
    [["end", "end"], "End 2 assignments"],
    [["assign", "end", "assign", "assign"], "Begin 3 assignments and end 1"],
  ] as const)("is said in one line: %j", (actions, words) => {
    expect(changesOf(actions.map((action) => ({ action })))).toBe(words);
  });
});
