import { configSchema } from './config.js';

const problems = (config: object) =>
  configSchema.safeParse(config).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ??
  [];

describe('the settings of the detector', () => {
  it('keep the silences of custom within its deadline, and say which to change', () => {
    expect(problems({ profile: 'custom', silenceAtPickUpMs: 10_000, limitMs: 500 })).toEqual([
      'silenceAtPickUpMs ends after the deadline and would decide nothing: lower it, or raise the deadline',
      'silenceAfterSpeechMs leaves no time for speech before the deadline and would decide nothing: lower it, or raise the deadline',
    ]);
    expect(problems({ profile: 'custom', silenceAtPickUpMs: 3001, limitMs: 3000 })).toHaveLength(1);
    expect(problems({ profile: 'custom', silenceAtPickUpMs: 3000, limitMs: 3000 })).toEqual([]);
    expect(problems({ profile: 'custom', silenceAfterSpeechMs: 5000 })).toHaveLength(1);
  });

  it('let be what the other profiles do not use', () => {
    for (const profile of ['fast', 'balanced', 'accurate'])
      expect(problems({ profile, silenceAtPickUpMs: 10_000, limitMs: 500 })).toEqual([]);
  });

  it('are usable as they are', () => {
    for (const profile of ['fast', 'balanced', 'accurate', 'custom'])
      expect(problems({ profile })).toEqual([]);
  });
});
