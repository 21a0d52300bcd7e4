/** A text as it is searched: without case, and without the accents of Latin, Greek and Cyrillic letters. Marks of other scripts are vowels. */
export function withoutAccents(text: string): string {
  // Most texts have none, and a long list is read with the first letter that is typed.
  const plain = /[^ -~]/.test(text) ? text.normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "") : text;
  return plain.toLowerCase();
}
