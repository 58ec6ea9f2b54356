import type { AmdExplanation, AmdReason, AmdVerdict } from '@marcador/plugin-api';
import { z } from 'zod';

/** Why a call counts as answered by a person although nobody decided so: its detector, its media worker or its audio failed. */
export const NO_VERDICT_REASONS = ['detector-failed', 'media-lost', 'no-audio'] as const;

export type NoVerdictReason = (typeof NO_VERDICT_REASONS)[number];

/** What a call counts as: a detector's verdict, or a person because there is none. */
export type CallVerdict = Omit<AmdVerdict, 'reason'> & { readonly reason: AmdReason | NoVerdictReason };

const REASONS = [
  'silence-at-pick-up',
  'silence-after-first-speech',
  'long-speech',
  'speech-pattern',
  'tone',
  'time-limit',
  'audio-ended',
] as const satisfies readonly AmdReason[];

const MOST_LEVELS = 1500;
const MOST_SPANS = 100;
const MOST_BELIEFS = 300;

const ms = z.number().min(0).max(60_000);
const span = { fromMs: ms, toMs: ms };

const explanationSchema = z.object({
  frameMs: z.number().positive().max(1000),
  levelDbov: z.array(z.int().min(-200).max(20)).max(MOST_LEVELS),
  speech: z.array(z.object(span)).max(MOST_SPANS),
  tones: z.array(z.object({ ...span, hz: z.number().min(0).max(4000) })).max(MOST_SPANS),
  belief: z.array(z.object({ atMs: ms, machine: z.number().min(0).max(1) })).max(MOST_BELIEFS),
});

const verdict = {
  answeredBy: z.enum(['HUMAN', 'MACHINE', 'UNDECIDED']),
  machine: z.enum(['greeting', 'beep', 'fax', 'intercept', 'silence']).exactOptional(),
  confidence: z.number().min(0).max(1),
  atMs: z.number().min(0),
  measurements: z.record(z.string(), z.number()),
};

const ofPlugin = z
  .object({ ...verdict, reason: z.enum(REASONS) })
  .refine(({ answeredBy, machine }) => machine === undefined || answeredBy === 'MACHINE');

const ofWorker = z.object({
  ...verdict,
  reason: z.enum([...REASONS, 'detector-failed']),
  explanation: explanationSchema.exactOptional(),
});

/** What a detector answered as a verdict, without its explanation; `undefined` for what is none. */
export function verdictOf(answer: unknown): AmdVerdict | undefined {
  return ofPlugin.safeParse(answer).data;
}

/** The explanation of a verdict; `undefined` for what is none, or is larger than explanations are. */
export function explanationOf({
  explanation,
}: {
  readonly explanation?: unknown;
}): AmdExplanation | undefined {
  return explanationSchema.safeParse(explanation).data;
}

/** A verdict that came from another thread; `undefined` for what is none. */
export function readVerdict(value: unknown): CallVerdict | undefined {
  return ofWorker.safeParse(value).data;
}

/**
 * Nothing was found out: a person, for dropping somebody is the worse error, and whatever failed would drop everybody.
 * @param atMs after the answer
 */
export function presumedPerson(reason: NoVerdictReason, atMs: number): CallVerdict {
  return { answeredBy: 'HUMAN', reason, confidence: 0, atMs, measurements: {} };
}
