import { Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  AuthoriserProposed,
  AuthoriserReplaced,
  ChartRecovered,
  RecoveryCancelled,
  RecoveryStarted,
} from "../generated/Registry/Registry";
import { Chart, Recovery } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { eventId, recoveriesId } from "./ids";
import { startPeriod } from "./periods";

export function handleRecoveryStarted(event: RecoveryStarted): void {
  const chart = Chart.load(event.params.chart)!;
  if (chart.recovery !== null) endRecovery(chart.recovery!, "REPLACED", event);
  const recovery = new Recovery(startPeriod(recoveriesId(chart.id)));

  recovery.chart = chart.id;
  recovery.oldHolder = chart.holder;
  recovery.newHolder = fetchAccount(event.params.newHolder, event).id;
  recovery.status = "UNDER_WAY";
  recovery.readyAt = event.params.readyAt;
  recovery.startedAt = event.block.timestamp;
  recovery.started = eventId(event);
  recovery.save();
  chart.recovery = recovery.id;
  endProposal(chart);
  chart.save();

  const audit = auditEvent(event, "RecoveryStarted");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = recovery.newHolder;
  audit.chart = chart.id;
  audit.recovery = recovery.id;
  audit.save();
}

export function handleRecoveryCancelled(event: RecoveryCancelled): void {
  const chart = Chart.load(event.params.chart)!;
  const recovery = endRecovery(chart.recovery!, "CANCELLED", event);

  chart.recovery = null;
  chart.save();

  const audit = auditEvent(event, "RecoveryCancelled");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = recovery.newHolder;
  audit.chart = chart.id;
  audit.recovery = recovery.id;
  audit.save();
}

export function handleChartRecovered(event: ChartRecovered): void {
  const chart = Chart.load(event.params.chart)!;
  const oldHolder = fetchAccount(event.params.oldHolder, event);
  const newHolder = fetchAccount(event.params.newHolder, event);
  const recovery = endRecovery(chart.recovery!, "COMPLETED", event);

  oldHolder.chart = null;
  oldHolder.save();
  newHolder.chart = chart.id;
  newHolder.save();
  chart.holder = newHolder.id;
  chart.signatureEpoch = event.params.epoch.toI32();
  chart.recovery = null;
  chart.save();

  const audit = auditEvent(event, "ChartRecovered");
  audit.account = newHolder.id;
  audit.chart = chart.id;
  audit.recovery = recovery.id;
  audit.save();
}

export function handleAuthoriserProposed(event: AuthoriserProposed): void {
  const chart = Chart.load(event.params.chart)!;
  const authoriser = fetchAccount(event.params.authoriser, event);

  chart.proposedAuthoriser = authoriser.id;
  chart.proposedAuthoriserReadyAt = event.params.readyAt;
  chart.save();

  const audit = auditEvent(event, "AuthoriserProposed");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = authoriser.id;
  audit.chart = chart.id;
  audit.save();
}

export function handleAuthoriserReplaced(event: AuthoriserReplaced): void {
  const chart = Chart.load(event.params.chart)!;
  const authoriser = fetchAccount(event.params.authoriser, event);

  chart.authoriser = authoriser.id;
  endProposal(chart);
  chart.save();

  const audit = auditEvent(event, "AuthoriserReplaced");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = authoriser.id;
  audit.chart = chart.id;
  audit.save();
}

function endProposal(chart: Chart): void {
  chart.proposedAuthoriser = null;
  chart.proposedAuthoriserReadyAt = null;
}

function endRecovery(id: Bytes, status: string, event: ethereum.Event): Recovery {
  const recovery = Recovery.load(id)!;
  recovery.status = status;
  recovery.endedAt = event.block.timestamp;
  recovery.ended = eventId(event);
  recovery.save();
  return recovery;
}
