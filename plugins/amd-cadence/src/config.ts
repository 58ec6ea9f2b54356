import { z } from 'zod';

/**
 * Instances that were stored before there were profiles have the times of a rule that is gone: they are read as the
 * default profile, and what they say of silence and the limit counts once somebody chooses `custom`.
 */
export const configSchema = z.object({
  profile: z.enum(['fast', 'balanced', 'accurate', 'custom']).default('balanced').meta({
    title: 'Profile',
    description:
      'fast decides soonest and errs most, accurate listens longest and errs least. custom goes by the three tests below.',
  }),
  silenceAtPickUpMs: z.int().min(500).max(10_000).default(3000).meta({
    title: 'Silence at pick-up (ms)',
    description: 'custom only. Nobody spoke for so long after the answer: a machine.',
  }),
  silenceAfterSpeechMs: z.int().min(200).max(5000).default(1300).meta({
    title: 'Silence after the first speech (ms)',
    description:
      'custom only. Nobody spoke for so long after the first speech: a person who waits for an answer.',
  }),
  tone: z.boolean().default(true).meta({
    title: 'Tone',
    description: 'custom only. A beep, a fax or the tones of a number out of service: a machine.',
  }),
  limitMs: z.int().min(500).max(15_000).default(5000).meta({
    title: 'Deadline (ms)',
    description:
      'custom only. What the three tests leave open is decided then by the pattern of speech and pauses.',
  }),
});

export type CadenceConfig = z.output<typeof configSchema>;
