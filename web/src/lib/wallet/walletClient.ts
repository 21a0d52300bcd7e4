import type { Chain, Client, CustomTransport, JsonRpcAccount, WalletActions } from "viem";
import {
  addChain,
  getCapabilities,
  sendCalls,
  sendTransaction,
  signMessage,
  signTypedData,
  switchChain,
  waitForCallsStatus,
} from "viem/actions";

type Signing = Pick<
  WalletActions<Chain, JsonRpcAccount>,
  | "addChain"
  | "getCapabilities"
  | "sendCalls"
  | "sendTransaction"
  | "signMessage"
  | "signTypedData"
  | "switchChain"
  | "waitForCallsStatus"
>;

/** A viem client that can do what is asked of a wallet here. */
export type WalletClient = Client<CustomTransport, Chain, JsonRpcAccount, undefined, Signing>;

/** The actions that are used, one by one: viem's own client brings along all there are. */
export function signing(client: Client<CustomTransport, Chain, JsonRpcAccount>): Signing {
  return {
    addChain: (parameters) => addChain(client, parameters),
    getCapabilities: (parameters) => getCapabilities(client, parameters),
    sendCalls: (parameters) => sendCalls(client, parameters),
    sendTransaction: (parameters) => sendTransaction(client, parameters),
    signMessage: (parameters) => signMessage(client, parameters),
    signTypedData: (parameters) => signTypedData(client, parameters),
    switchChain: (parameters) => switchChain(client, parameters),
    waitForCallsStatus: (parameters) => waitForCallsStatus(client, parameters),
  };
}
