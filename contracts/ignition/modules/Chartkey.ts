import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * Deploys both contracts. Parameters: `defaultAdmin`, the deployer unless given, and `initialDelay`, the seconds that a
 * transfer of the default admin and a grant of attester or registrar wait: none on the local chain, where nobody needs the time
 * to object and a demo should not wait for it. Hospitals and roles are the default admin's own transactions afterwards.
 */
export default buildModule("Chartkey", (m) => {
  const defaultAdmin = m.getParameter("defaultAdmin", m.getAccount(0));
  const initialDelay = m.getParameter("initialDelay");

  const registry = m.contract("Registry", [initialDelay, defaultAdmin]);
  const records = m.contract("Records", [registry]);

  return { registry, records };
});
