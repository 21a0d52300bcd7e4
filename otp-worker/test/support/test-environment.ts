/** Variables and secrets for tests: a local network whose outside world is the stand-in at `standIn`. */
export function testEnvironment(standIn: string) {
  return {
    MODE: "local",
    ORIGIN: "http://localhost:3000",
    CHAIN_ID: "1337",
    REGISTRY_ADDRESS: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
    RECORDS_ADDRESS: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
    RPC_URL: `${standIn}/rpc`,
    CHALLENGE_COST: "10",
    CHALLENGE_ROUNDS: "4",
    TWILIO_BASE_URL: standIn,
    TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
    TWILIO_FROM: "+12025550199",
    PUBLIC_URL: "http://localhost:8787",
    PINATA_UPLOAD_URL: `${standIn}/v3`,
    PINATA_API_URL: `${standIn}/v3`,
    GATEWAY_URL: standIn,
    ATTESTER_PRIVATE_KEY: "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
    LICENCE_PEPPER: "1f0c8de5a1b7462930e4fd8c5b6a7e9d0c1b2a3948576f6e5d4c3b2a19087f6e",
    REGISTER_SECRET: "9a3bd0c4e7f81625344352617089bacdfe0f1e2d3c4b5a69788796a5b4c3d2e1",
    WORKER_SECRET: "c0ffee1122334455667788990a1b2c3d4e5f60718293a4b5c6d7e8f90123456a",
    TWILIO_AUTH_TOKEN: "twilio-canary-0123456789abcdef01234567",
    PINATA_JWT: "pinata-canary.0123456789abcdef.0123456789abcdef",
  };
}
