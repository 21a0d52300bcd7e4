import { createChainAccess, type ChainAccess } from "./chain/chainAccess.ts";
import { Transactions } from "./chain/transactions.svelte.ts";
import { Keys } from "./keys/keys.svelte.ts";
import { KeyCopies } from "./keyCopies.svelte.ts";
import { History } from "./history/history.svelte.ts";
import type { Network } from "./network/network.ts";
import { OpenedDocuments } from "./openedDocuments.ts";
import { OpenedReports } from "./openedReports.svelte.ts";
import { Otp } from "./otp/otp.svelte.ts";
import { PatientAnswers } from "./patientAnswers.svelte.ts";
import { PublishedCapsules } from "./publishedCapsules.ts";
import { Session } from "./session.svelte.ts";
import { SignedActs } from "./signedActs.svelte.ts";
import { forgetShared } from "./shell/sharedFiles.ts";
import { announcedWallets } from "./wallet/announcedWallets.ts";
import { Wallet } from "./wallet/wallet.svelte.ts";

/** Everything the pages work with, made once per load of the page. */
export type App = {
  network: Network;
  wallet: Wallet;
  chain: ChainAccess;
  history: History;
  transactions: Transactions;
  otp: Otp;
  keys: Keys;
  keyCopies: KeyCopies;
  opened: OpenedReports;
  documents: OpenedDocuments;
  answers: PatientAnswers;
  published: PublishedCapsules;
  session: Session;
  signedActs: SignedActs;
};

/** Wires the parts together: another account in the wallet means, at once, another person everywhere. */
export function createApp(network: Network): App {
  const wallet = new Wallet(network, announcedWallets);
  const chain = createChainAccess(network);
  const history = new History(chain);
  const session = new Session(chain, wallet);
  const otp = new Otp(network, wallet);
  const keys = new Keys();
  const keyCopies = new KeyCopies();
  const transactions = new Transactions(chain, wallet, async (block) => {
    await Promise.all([history.untilVisible(block), session.refresh()]);
  });

  const opened = new OpenedReports();
  const documents = new OpenedDocuments();
  const answers = new PatientAnswers();
  const published = new PublishedCapsules();
  const signedActs = new SignedActs();

  keys.onLock(() => {
    opened.clear();
    documents.clear();
    answers.clear();
    published.clear();
  });
  let before = wallet.account;
  wallet.onAccountChange(() => {
    // Whoever shares a file may connect their wallet only then.
    if (before !== null) forgetShared();
    before = wallet.account;
    keys.lock();
    keyCopies.settle();
    signedActs.clear();
    void otp.signOut();
    void session.prepareFor(null);
    void transactions.resume(wallet.account);
  });

  return {
    network,
    wallet,
    chain,
    history,
    transactions,
    otp,
    keys,
    keyCopies,
    opened,
    documents,
    answers,
    published,
    session,
    signedActs,
  };
}
