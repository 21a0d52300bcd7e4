/** ERC-1271 and ERC-6492, in a file of its own to be loaded when it is needed. */
export { verifyHash } from "viem/actions";
