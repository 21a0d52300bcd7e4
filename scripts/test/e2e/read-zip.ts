/** The files of an archive whose entries are stored as they are, by name (APPNOTE.TXT §4.3). */
export function readZip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  if (end === -1) throw new Error("This is no archive.");
  const files = new Map<string, Buffer>();
  let entry = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const size = archive.readUInt32LE(entry + 24);
    const [name, extra, comment] = [28, 30, 32].map((at) => archive.readUInt16LE(entry + at)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(entry + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    files.set(archive.toString("utf8", entry + 46, entry + 46 + name), archive.subarray(start, start + size));
    entry += 46 + name + extra + comment;
  }
  return files;
}
