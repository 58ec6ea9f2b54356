import { z } from 'zod';

/** The times of the rule. The defaults are those that tell most of the training calls right. */
export const configSchema = z.object({
  silenceAtPickUpMs: z.int().min(500).max(10_000).default(3000).meta({
    title: 'Silence at pick-up (ms)',
    description: 'Nobody spoke for so long after the answer: a machine.',
  }),
  longSpeechMs: z.int().min(300).max(10_000).default(1600).meta({
    title: 'Long speech (ms)',
    description: 'So much speech in all, pauses not counted: a machine.',
  }),
  longSpanMs: z.int().min(300).max(10_000).default(2200).meta({
    title: 'Long greeting (ms)',
    description: 'From the first word to the last, pauses included, so long: a machine.',
  }),
  shortUtteranceMs: z.int().min(0).max(5000).default(300).meta({
    title: 'Short utterance (ms)',
    description: 'Up to so much speech, the shorter silence is enough.',
  }),
  silenceAfterShortMs: z.int().min(200).max(5000).default(800).meta({
    title: 'Silence after a short utterance (ms)',
    description: 'So long after a short utterance nobody spoke: a person who waits for an answer.',
  }),
  silenceAfterSpeechMs: z.int().min(200).max(5000).default(1300).meta({
    title: 'Silence after the first speech (ms)',
    description: 'So long after a longer utterance nobody spoke: a person who waits for an answer.',
  }),
  limitMs: z.int().min(500).max(15_000).default(4000).meta({
    title: 'Longest listening (ms)',
    description: 'Then an undecided call is a person.',
  }),
});

export type CadenceTimes = z.output<typeof configSchema>;
