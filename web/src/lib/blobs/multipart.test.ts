import { describe, expect, it } from "vitest";
import { multipartForm } from "./multipart.ts";

describe("a form with a file", () => {
  it("is read back by any reader of forms, whatever bytes are in the file", async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256);
    const hostile = new TextEncoder().encode(
      '--\r\n\r\n--boundary--\r\ncontent-disposition: form-data; name="file"\r\n\r\n',
    );
    for (const content of [bytes, hostile, new Uint8Array()]) {
      const { type, body } = multipartForm({ network: "public", name: "bafk" }, { name: "bafk", bytes: content });
      const form = await new Response(body, { headers: { "content-type": type } }).formData();
      expect([form.get("network"), form.get("name")]).toEqual(["public", "bafk"]);
      const file = form.get("file") as File;
      expect(file.name).toBe("bafk");
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(content));
    }
  });
});
