import { DicomError } from "./dicomError.ts";

/**
 * Loads what opens a kind of picture when it is first needed, and again when it is needed after it could not be loaded.
 * @throws DicomError when it cannot be loaded
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= load().catch(() => {
      loaded = undefined;
      throw new DicomError("What opens such a compressed picture could not be loaded: check your connection.");
    }));
}
