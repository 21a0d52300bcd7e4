/** A text as it is searched: without case, and without the accents of Latin, Greek and Cyrillic letters. Marks of other scripts are vowels. */
export function withoutAccents(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}
