import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import type { Hex } from "viem";
import type { OtpClient } from "./otp-client.ts";

/** Uploads blobs by ticket and checks that the store names each as we do. Returns their digests. */
export async function upload(
  otp: OtpClient,
  report: Hex | null,
  blobs: readonly Uint8Array<ArrayBuffer>[],
): Promise<Hex[]> {
  const urls = await otp.tickets(
    report,
    blobs.map(({ length }) => length),
  );
  return Promise.all(blobs.map((blob, i) => uploadOne(urls[i]!, blob)));
}

async function uploadOne(url: string, blob: Uint8Array<ArrayBuffer>): Promise<Hex> {
  const digest = await digestOf(blob);
  const form = new FormData();
  form.set("file", new Blob([blob]), cidOfDigest(digest));
  form.set("network", "public");
  const response = await fetch(url, { method: "POST", body: form });
  if (!response.ok) throw new Error(`The blob store refused an upload: ${response.status}`);
  const { data } = (await response.json()) as { data: { cid: string } };
  if (data.cid !== cidOfDigest(digest)) throw new Error("The blob store names a blob otherwise than we do.");
  return digest;
}
