/** A text as it is searched: without case, and without the accents of Latin, Greek and Cyrillic letters. Marks of other scripts are vowels. */
export function withoutAccents(text: string): string {
  // Most names have none, and lists of thousands are searched and put in order by this.
  const letters = /^[ -~]*$/.test(text) ? text : text.normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "");
  return letters.toLowerCase();
}
