/** A two-page PDF, written by hand, that leans on the standard fonts. In a damaged one the second page is not where it should be. */
export function samplePdf({ damaged = false } = {}): Uint8Array {
  const page = (lines: string[]) =>
    `BT /F1 22 Tf 72 760 Td (${lines[0]}) Tj /F2 12 Tf 0 -36 Td 16 TL ${lines
      .slice(1)
      .map((line) => `(${line}) Tj T*`)
      .join(" ")} ET`;
  const first = page([
    "Discharge letter",
    "To: Anjali Fernhill",
    "",
    "You were with us from 11 to 14 October 2026 because of a chest infection.",
    "You were treated with tablets for three days and your temperature has been",
    "normal since 13 October.",
    "",
    "1. Finish the tablets until 20 October.",
    "2. Rest, and drink enough.",
  ]);
  const second = page([
    "What was corrected",
    "The first version of this letter gave the end of treatment as 18 October.",
  ]);
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Kids[3 0 R ${damaged ? 9 : 5} 0 R]/Count 2>>`,
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 7 0 R/F2 8 0 R>>>>>>",
    `<</Length ${first.length}>>stream\n${first}\nendstream`,
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</Font<</F1 7 0 R/F2 8 0 R>>>>>>",
    `<</Length ${second.length}>>stream\n${second}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let file = "%PDF-1.7\n";
  const offsets = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj${body}endobj\n`;
    return at;
  });
  const xref = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF`;
  return new TextEncoder().encode(file);
}
