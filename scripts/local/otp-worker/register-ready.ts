/** What the OTP worker's log says once licences can be looked up. */
export const REGISTER_READY = JSON.stringify({ event: "register_ready" });
