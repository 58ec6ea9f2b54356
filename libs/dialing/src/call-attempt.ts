import type { CallOutcome, MessageOutcome } from '@marcador/domain/call-outcome.js';
import type { AgentPromise } from '@marcador/domain/agent-ledger.js';
import type { ClaimedLead } from '@marcador/persistence/leads/lead-claims.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { AmdAnalysisPlan } from '@marcador/plugin-host/amd-analysis.js';
import type { AnsweredCall, LeasedPort } from '@marcador/telephony/dialer-port.js';
import { isMachine, listenForMachine } from './answering-machine.js';
import { CallRecordDraft } from './call-record-draft.js';
import type { Clearance } from './clearance.js';
import { leaveMessage, takesMessages } from './machine-message.js';
import type { OutcomeBook } from './outcome-book.js';
import type { SendingPause } from './sending-pause.js';
import type { CallInProgress, CallStage, CampaignSettings, RunningCampaign } from './running-campaign.js';
import type { TargetDesk } from './target-desk.js';

/** So old may the do-not-call services' answer be when the INVITE leaves: lists change while a call waits for its turn. */
const CLEARANCE_STANDS_MS = 5000;

/** What an attempt has been given before it begins: an agent promised to it, and a port to call from. */
export interface Seat {
  readonly campaign: RunningCampaign;
  readonly desk: TargetDesk;
  readonly promise: AgentPromise;
  readonly port: LeasedPort;
}

/** What an attempt works with. */
export interface AttemptTools {
  readonly clock: Clock;
  readonly node: string;
  readonly ringTimeoutMs: number;
  readonly handOverGraceMs: number;
  readonly greetingLimitMs: number;
  readonly book: OutcomeBook;
  /** Asks the campaign's do-not-call services. Never rejects. */
  check(campaign: CampaignSettings, number: string): Promise<Clearance>;
  readonly sending: SendingPause;
  dncName(instanceId: string): string;
  readonly log: Log;
  detection(instanceId: string): AmdAnalysisPlan;
  /** The samples of a recorded message. */
  recording(id: string): Promise<Int16Array>;
  /** Whether the service stops: no further INVITE may leave. */
  stopping(): boolean;
  /** A call went to another stage. */
  onStage(campaign: RunningCampaign): void;
}

/** How an attempt ended: with an outcome in the book, or without a call. */
export type AttemptEnd =
  | { readonly kind: 'settled'; readonly outcome: CallOutcome }
  | { readonly kind: 'no-lead' }
  /** A do-not-call service gave no clear answer: no call. */
  | { readonly kind: 'dnc-unknown' }
  /** This host could not send the INVITE. */
  | { readonly kind: 'not-sent' }
  /** Before the INVITE left the campaign stopped, its hours ended, the agent went away or the claim could not be written. */
  | { readonly kind: 'withdrawn' };

/**
 * The life of a call: claim → do-not-call → dial → answered? → machine? → transfer → outcome.
 *
 * The claim is in the database before the number is checked, and says that it is being dialled before the INVITE
 * leaves. Without a clear answer of each do-not-call service no INVITE leaves; where the call then had to wait for its
 * turn, they are asked again. The seat is given back as soon as the call has ended, the outcome is written for as long
 * as it takes.
 * Never rejects.
 */
export async function attemptCall(seat: Seat, tools: AttemptTools): Promise<AttemptEnd> {
  const lead = await tools.book.claim(seat.campaign);
  if (lead === undefined) {
    vacate(seat);
    return { kind: 'no-lead' };
  }
  const progress: CallInProgress = { stage: 'checking', abort: () => undefined };
  seat.campaign.calls.add(progress);
  try {
    return await reach(lead, seat, progress, tools);
  } finally {
    seat.campaign.calls.delete(progress);
    tools.onStage(seat.campaign);
  }
}

async function reach(
  lead: ClaimedLead,
  seat: Seat,
  progress: CallInProgress,
  tools: AttemptTools,
): Promise<AttemptEnd> {
  const record = new CallRecordDraft(lead, seat.campaign.settings, tools.node, seat.port.name);
  const enter = (stage: CallStage) => {
    progress.stage = stage;
    tools.onStage(seat.campaign);
  };
  enter('checking');
  const checked = await checkDoNotCall(lead, seat, record, tools);
  const clearedAt = tools.clock.now().getTime();
  if (checked !== 'clear') return withoutClearance(checked, lead, seat, record, tools);

  enter('ringing');
  const noted = await tools.book.markDialling(lead, seat.port.name);
  const turn = noted && (await seat.port.turn());
  if (turn && tools.clock.now().getTime() - clearedAt > CLEARANCE_STANDS_MS) {
    const again = await checkDoNotCall(lead, seat, record, tools);
    if (again !== 'clear') return withoutClearance(again, lead, seat, record, tools);
  }
  const dialled = turn ? await dial(lead, seat, progress, record, tools) : WITHDRAWN;
  if (dialled.kind === 'withdrawn' || dialled.kind === 'not-sent') {
    vacate(seat);
    await tools.book.giveBack(lead, seat.campaign);
    return dialled;
  }
  if (dialled.kind === 'ended') {
    vacate(seat);
    return settle(dialled.outcome, lead, seat, record, tools);
  }

  const outcome = await serve(dialled.call, seat, enter, record, tools);
  record.endedAt = (await dialled.call.ended).at;
  if (outcome.kind === 'transferred') vacateAfterHandOver(seat, tools);
  else vacate(seat);
  // A media worker that stands still takes seconds to be found out: the seat does not wait for its figures.
  record.media = await dialled.call.media;
  return settle(outcome, lead, seat, record, tools);
}

/** Just before dialling; whatever is not a clear answer is unknown. */
async function checkDoNotCall(
  lead: ClaimedLead,
  seat: Seat,
  record: CallRecordDraft,
  tools: AttemptTools,
): Promise<Clearance['kind']> {
  const clearance = await tools.check(seat.campaign.settings, lead.phone);
  if (clearance.kind !== 'unknown')
    record.checked(
      clearance.kind,
      clearance.by.map((id) => ({ id, name: tools.dncName(id) })),
    );
  return clearance.kind;
}

async function withoutClearance(
  kind: Exclude<Clearance['kind'], 'clear'>,
  lead: ClaimedLead,
  seat: Seat,
  record: CallRecordDraft,
  tools: AttemptTools,
): Promise<AttemptEnd> {
  vacate(seat);
  if (kind === 'listed') return settle({ kind: 'do-not-call' }, lead, seat, record, tools);
  await tools.book.giveBackUnanswered(lead, seat.campaign);
  return { kind: 'dnc-unknown' };
}

type Dialled =
  | { readonly kind: 'answered'; readonly call: AnsweredCall }
  | { readonly kind: 'ended'; readonly outcome: CallOutcome }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'not-sent' };

const WITHDRAWN = { kind: 'withdrawn' } as const;

/** The last look at schedule and agent comes after the last wait. */
async function dial(
  lead: ClaimedLead,
  seat: Seat,
  progress: CallInProgress,
  record: CallRecordDraft,
  tools: AttemptTools,
): Promise<Dialled> {
  const allowed = seat.campaign.mayDialAt(tools.clock.now()) && seat.desk.isBacked(seat.promise);
  if (!allowed || tools.stopping()) return WITHDRAWN;
  const { callerId } = seat.campaign.settings;
  const call = seat.port.dial({ number: lead.phone, ringTimeoutMs: tools.ringTimeoutMs, callerId });
  progress.abort = () => call.cancel();
  const result = await call.result;
  if (result.answered) {
    tools.sending.worked();
    record.rang(call);
    record.answeredAt = result.call.answeredAt;
    return { kind: 'answered', call: result.call };
  }
  const { failure } = result;
  if (failure.kind === 'not-sent') {
    tools.sending.failed(failure);
    return { kind: 'not-sent' };
  }
  tools.sending.worked();
  record.rang(call);
  record.endedAt = tools.clock.now();
  record.failed(failure);
  return { kind: 'ended', outcome: { kind: 'not-connected', failure } };
}

/** An answered call, until it has ended for us: a machine is left a message or dropped, a person handed over. */
async function serve(
  call: AnsweredCall,
  seat: Seat,
  enter: (stage: CallStage) => void,
  record: CallRecordDraft,
  tools: AttemptTools,
): Promise<CallOutcome> {
  const { amdInstanceId, amdExplanations, undecidedMeans, pilotNumber, messageRecordingId } =
    seat.campaign.settings;
  if (amdInstanceId !== undefined) {
    enter('analysing');
    const plan = tools.detection(amdInstanceId);
    const recording = messageRecordingId === undefined ? undefined : readAhead(messageRecordingId, tools);
    const messageMayFollow = recording !== undefined;
    const wishes = { options: { explain: amdExplanations }, messageMayFollow };
    const heard = await listenForMachine(call, plan, wishes, tools.clock, tools.log);
    if (heard.kind === 'ended') return endedEarly(heard.end.by);
    record.analysed(heard.verdict, tools.clock.now());
    if (isMachine(heard.verdict, undecidedMeans)) {
      const leaves = recording !== undefined && takesMessages(heard.verdict);
      const message = leaves ? await leave(recording, call, seat, enter, record, tools) : undefined;
      await call.hangUp('answering-machine');
      return { kind: 'machine', ...(message !== undefined && { message }) };
    }
  }
  return handOver(call, pilotNumber, seat, enter, record);
}

/** After the verdict the machine's audio is kept for a moment only: by then the recording should be there. */
function readAhead(recordingId: string, tools: AttemptTools): Promise<Int16Array> {
  const recording = tools.recording(recordingId);
  recording.catch(() => undefined);
  return recording;
}

/** A machine needs no agent: only the port is kept. */
async function leave(
  recording: Promise<Int16Array>,
  call: AnsweredCall,
  seat: Seat,
  enter: (stage: CallStage) => void,
  record: CallRecordDraft,
  tools: AttemptTools,
): Promise<MessageOutcome> {
  enter('leavingMessage');
  seat.desk.release(seat.promise);
  const left = await leaveMessage(call, recording, tools.greetingLimitMs, tools.clock, tools.log);
  record.message = left.begun;
  return left.outcome;
}

async function handOver(
  call: AnsweredCall,
  pilotNumber: string,
  seat: Seat,
  enter: (stage: CallStage) => void,
  record: CallRecordDraft,
): Promise<CallOutcome> {
  enter('transferring');
  seat.desk.beginHandOver(seat.promise);
  const transfer = await call.transfer(pilotNumber);
  await call.hangUp('transfer-failed');
  if (transfer.transferred) {
    record.transferredAt = transfer.at;
    return { kind: 'transferred' };
  }
  record.transferSipCode = transfer.failure.sipCode;
  return { kind: 'transfer-failed', failure: transfer.failure };
}

function endedEarly(by: 'us' | 'peer'): CallOutcome {
  return by === 'peer' ? { kind: 'caller-hung-up' } : { kind: 'stopped' };
}

async function settle(
  outcome: CallOutcome,
  lead: ClaimedLead,
  seat: Seat,
  record: CallRecordDraft,
  tools: AttemptTools,
): Promise<AttemptEnd> {
  await tools.book.settle(lead, seat.campaign, outcome, record);
  return { kind: 'settled', outcome };
}

function vacate(seat: Seat): void {
  seat.port.release();
  seat.desk.release(seat.promise);
}

/** The agent who takes the call may be seen only after the hand-over; should nobody be, the promise ends with the grace. */
function vacateAfterHandOver(seat: Seat, tools: AttemptTools): void {
  seat.port.release();
  seat.desk.handedOver(seat.promise);
  tools.clock.setTimer(tools.handOverGraceMs, () => seat.desk.release(seat.promise));
}
