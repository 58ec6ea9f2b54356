import { message } from '@marcador/messages/message.js';
import type { BodyLimits } from '../http/whole-body.js';

/** Two minutes of what studios record: 48 kHz, 24 bit, stereo. */
const MEGABYTES = 34;

/** A WAV file. */
export const WAV_BODY: BodyLimits = {
  types: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave', 'application/octet-stream'],
  megabytes: MEGABYTES,
  wrongType: message('send-wav'),
  tooLarge: message('recording-too-large', { megabytes: MEGABYTES }),
};
