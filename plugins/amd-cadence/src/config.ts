import { z } from 'zod';

const CUSTOM_ONLY = { shownIf: { profile: ['custom'] } };

/**
 * Instances that were stored before there were profiles have the times of a rule that is gone: they are read as the
 * default profile.
 */
export const configSchema = z
  .object({
    profile: z
      .enum(['fast', 'balanced', 'accurate', 'custom'])
      .default('balanced')
      .meta({
        title: 'Profile',
        description:
          'Fast decides soonest and errs most, Accurate listens longest and errs least. Custom goes by the tests below.',
        choiceTitles: { fast: 'Fast', balanced: 'Balanced', accurate: 'Accurate', custom: 'Custom' },
      }),
    silenceAtPickUpMs: z
      .int()
      .min(500)
      .max(10_000)
      .default(3000)
      .meta({
        title: 'Silence at pick-up (ms)',
        description: 'Nobody speaks for this long after the answer: a machine.',
        ...CUSTOM_ONLY,
      }),
    silenceAfterSpeechMs: z
      .int()
      .min(200)
      .max(5000)
      .default(1300)
      .meta({
        title: 'Silence after the first speech (ms)',
        description: 'Nobody speaks for this long after the first words: a person who waits for an answer.',
        ...CUSTOM_ONLY,
      }),
    tone: z
      .boolean()
      .default(true)
      .meta({
        title: 'Tones',
        description: 'A beep, a fax or the tones of a number out of service: a machine.',
        ...CUSTOM_ONLY,
      }),
    limitMs: z
      .int()
      .min(500)
      .max(15_000)
      .default(5000)
      .meta({
        title: 'Deadline (ms)',
        description:
          'By then it is decided: what the tests leave open, by the pattern of speech and pauses. Neither silence may last longer.',
        ...CUSTOM_ONLY,
      }),
  })
  .refine(({ profile, silenceAtPickUpMs, limitMs }) => profile !== 'custom' || silenceAtPickUpMs <= limitMs, {
    path: ['silenceAtPickUpMs'],
    message: 'ends after the deadline and would decide nothing: lower it, or raise the deadline',
  })
  .refine(
    ({ profile, silenceAfterSpeechMs, limitMs }) => profile !== 'custom' || silenceAfterSpeechMs < limitMs,
    {
      path: ['silenceAfterSpeechMs'],
      message:
        'leaves no time for speech before the deadline and would decide nothing: lower it, or raise the deadline',
    },
  );

export type CadenceConfig = z.output<typeof configSchema>;
