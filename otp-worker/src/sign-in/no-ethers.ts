/**
 * Takes the place of ethers in the worker (see `alias` in wrangler.json). The `siwe` package loads ethers to verify signatures;
 * here it only parses, viem verifies, and ethers alone would be larger than all the rest.
 */
export const ethers = {};
