/** A mutant that no test can notice, or that none needs to, and why. Found again by its place and operator. */
export interface Explained {
  readonly file: string;
  readonly operator: string;
  readonly text: string;
  readonly reason: string;
}

export const explained: readonly Explained[] = [];
