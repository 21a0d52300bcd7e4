import { ExplainedError } from "#lib/words/explainedError.ts";
import { m } from "#messages";

/** Milliseconds between two looks at the picture: fast enough for a hand, slow enough for an old phone. */
const PAUSE = 150;
/** Pixels of the longer side that are looked at; a card fills enough of them. */
const SIDE = 960;

/** Reads square codes from the camera until one is found or nobody wants it any more. Pictures never leave the page. */
export class CardCamera {
  status = $state<"off" | "starting" | "looking">("off");
  error = $state.raw<unknown>(null);

  readonly #instead: string;
  #stream: MediaStream | null = null;
  /** Counts starts, so that what an abandoned one was waiting for changes nothing. */
  #started = 0;

  /** @param instead What to do without a camera: "type the card code". */
  constructor(instead: string) {
    this.#instead = instead;
  }

  /** @param found Called once, with the text of the first code seen; the camera is off by then. */
  async start(video: HTMLVideoElement, found: (text: string) => void): Promise<void> {
    this.stop();
    const started = this.#started;
    this.status = "starting";
    this.error = null;
    try {
      const [{ default: decodeQR }, stream] = await Promise.all([
        import("qr/decode.js"),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false }),
      ]);
      if (started !== this.#started) {
        release(stream);
        return;
      }
      this.#stream = stream;
      video.srcObject = stream;
      await video.play();
      this.status = "looking";
      const text = await this.#look(video, decodeQR, started);
      if (text === null) return;
      this.stop();
      found(text);
    } catch (error) {
      if (started !== this.#started) return;
      this.stop();
      this.error = new ExplainedError(whyNoCamera(error, this.#instead));
    }
  }

  stop(): void {
    this.#started++;
    if (this.#stream) release(this.#stream);
    this.#stream = null;
    this.status = "off";
  }

  /** Null when it was stopped first. */
  async #look(video: HTMLVideoElement, decode: Decode, started: number): Promise<string | null> {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("There is no canvas to look at pictures with.");
    while (started === this.#started) {
      const text = decodedIn(video, context, decode);
      if (text !== null) return text;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    return null;
  }
}

type Decode = (image: { width: number; height: number; data: Uint8ClampedArray }) => string;

function decodedIn(video: HTMLVideoElement, context: CanvasRenderingContext2D, decode: Decode): string | null {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return null;
  const scale = Math.min(1, SIDE / Math.max(videoWidth, videoHeight));
  const { canvas } = context;
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decode(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    // No code in this picture: the next one may have it.
    return null;
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function whyNoCamera(error: unknown, instead: string) {
  const refused = error instanceof DOMException && error.name === "NotAllowedError";
  return {
    what: refused ? m.routes_card_camera_refused() : m.routes_card_camera_none(),
    safe: m.routes_card_camera_safe(),
    next: refused ? m.routes_card_camera_refused_next({ instead }) : m.routes_card_camera_none_next({ instead }),
    remedy: "retry" as const,
  };
}
