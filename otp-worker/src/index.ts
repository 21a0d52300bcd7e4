import { createApp } from "./app.ts";
import type { Environment } from "./environment.ts";

export { OtpState } from "./state/OtpState.ts";

const app = createApp();

export default {
  fetch: (request, environment, context) => app.fetch(request, environment, context),
} satisfies ExportedHandler<Environment>;
