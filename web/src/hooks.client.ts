import type { HandleClientError } from "@sveltejs/kit/hooks";
import { NetworkConfigurationError } from "#lib/network/network.ts";

/** What the error page may say: the configuration's own sentence, and nothing of the technical text of others. */
export const handleError: HandleClientError = ({ error }) => {
  if (error instanceof NetworkConfigurationError) return { message: error.message };
};
