import type { UndecidedMeans } from '@marcador/domain/answering-machine.js';
import type { AmdOptions } from '@marcador/plugin-api';
import type { AmdAnalysisPlan } from '@marcador/plugin-host/amd-analysis.js';
import type { AmdOutcome } from '@marcador/plugin-host/amd-gate.js';
import { presumedPerson, readVerdict, type CallVerdict } from '@marcador/plugin-host/amd-verdict.js';
import { readWork } from '@marcador/plugin-host/analysis-work.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { AnalysisResult, AnalysisTask } from '@marcador/telephony/media/analysis.js';
import type { AnsweredCall, CallEnd } from '@marcador/telephony/dialer-port.js';

export type Heard =
  | { readonly kind: 'verdict'; readonly verdict: CallVerdict }
  | { readonly kind: 'ended'; readonly end: CallEnd };

/**
 * Lets a detector listen to an answered call, in the media worker that carries it, until it decides or the call ends.
 * Resolves always. Where no verdict can be had the call counts as answered by a person: the person it may be is handed
 * over, which needs no audio of ours.
 */
export async function listenForMachine(
  call: AnsweredCall,
  plan: AmdAnalysisPlan,
  wishes: Pick<AnalysisTask, 'options' | 'messageMayFollow'> & { readonly options: AmdOptions },
  clock: Clock,
  log: Log,
): Promise<Heard> {
  if (plan.kind === 'decided') return { kind: 'verdict', verdict: plan.verdict };
  const startedAt = clock.now().getTime();
  const heard = await Promise.race([
    call.ended.then((end) => ({ kind: 'ended' as const, end })),
    call.analyse({ ...plan.task, ...wishes }),
  ]);
  plan.ended(outcomeOf(heard));
  if (heard.kind === 'ended') return heard;
  const verdict = verdictOf(heard, clock.now().getTime() - startedAt);
  if (heard.kind !== 'verdict')
    log.error(
      { reason: whyNone(heard) },
      'Answering machine detection failed: the call is treated as a person',
    );
  return { kind: 'verdict', verdict };
}

/** Whether the call counts as answered by a machine. */
export function isMachine({ answeredBy }: CallVerdict, undecidedMeans: UndecidedMeans): boolean {
  return answeredBy === 'UNDECIDED' ? undecidedMeans === 'MACHINE' : answeredBy === 'MACHINE';
}

function verdictOf(result: AnalysisResult, afterMs: number): CallVerdict {
  if (result.kind === 'media-lost' || result.kind === 'no-audio') return presumedPerson(result.kind, afterMs);
  const verdict = result.kind === 'verdict' ? readVerdict(result.verdict) : undefined;
  return verdict ?? presumedPerson('detector-failed', afterMs);
}

function outcomeOf(heard: AnalysisResult | { readonly kind: 'ended' }): AmdOutcome {
  switch (heard.kind) {
    case 'ended':
    case 'no-audio':
      return { kind: 'none' };
    case 'verdict': {
      const verdict = readVerdict(heard.verdict);
      return verdict === undefined
        ? { kind: 'failed', reason: 'it answered with something other than a verdict' }
        : { kind: 'verdict', verdict, work: readWork(heard.verdict) };
    }
    default:
      return { kind: 'failed', reason: heard.message };
  }
}

function whyNone(result: Exclude<AnalysisResult, { kind: 'verdict' }>): string {
  return result.kind === 'no-audio'
    ? 'No audio came: see to it that RTP reaches the ports of telephony.rtpPorts.'
    : result.message;
}
