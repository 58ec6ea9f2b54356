import type { AmdReason, AmdVerdict } from '@marcador/plugin-api';
import type { AmdAnalysisPlan } from '@marcador/plugin-host/amd-analysis.js';
import { readVerdict, undecided } from '@marcador/plugin-host/guarded-amd.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { AnalysisResult } from '@marcador/telephony/media/analysis.js';
import type { AnsweredCall, CallEnd } from '@marcador/telephony/dialer-port.js';

/** What a call counts as: a detector's verdict, or a person because nobody heard. */
export type CallVerdict = Omit<AmdVerdict, 'reason'> & { readonly reason: AmdReason | 'media-lost' };

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
  clock: Clock,
  log: Log,
): Promise<Heard> {
  if (plan.kind === 'decided') return { kind: 'verdict', verdict: plan.verdict };
  const startedAt = clock.now().getTime();
  const heard = await Promise.race([
    call.ended.then((end) => ({ kind: 'ended' as const, end })),
    call.analyse(plan.task),
  ]);
  if (heard.kind === 'ended') return heard;
  const verdict = verdictOf(heard, clock.now().getTime() - startedAt);
  if (heard.kind !== 'verdict')
    log.error(
      { reason: heard.message },
      'Answering machine detection failed: the call is treated as a person',
    );
  return { kind: 'verdict', verdict };
}

function verdictOf(result: AnalysisResult, afterMs: number): CallVerdict {
  if (result.kind === 'media-lost') return { ...undecided(afterMs), reason: 'media-lost' };
  return (result.kind === 'verdict' ? readVerdict(result.verdict) : undefined) ?? undecided(afterMs);
}
