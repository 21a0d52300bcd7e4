declare module "*.csv?raw" {
  const text: string;
  export default text;
}

interface ImportMeta {
  /** Vite's: the files that match, with their text. */
  glob(pattern: string, options: { query: "?raw"; import: "default"; eager: true }): Record<string, string>;
}
