/**
 * The built-in detector's configuration, so patient that a peer that stutters because this machine is busy is not heard as
 * somebody who pauses.
 */
export const PATIENT = {
  profile: 'custom',
  silenceAtPickUpMs: 10_000,
  silenceAfterSpeechMs: 3000,
  limitMs: 15_000,
};
