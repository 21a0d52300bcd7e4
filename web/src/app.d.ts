declare global {
  namespace App {
    interface PageState {
      /** How far a form of several parts is, so that the browser's Back and Forward lead through them. Nothing that was typed. */
      part?: number;
    }
  }
}

export {};
