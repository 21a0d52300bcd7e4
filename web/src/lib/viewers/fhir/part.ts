/** A file inside a document, to be shown like one of its own. */
export interface Part {
  bytes: Uint8Array;
  mediaType: string;
  title: string;
  filename: string;
}
