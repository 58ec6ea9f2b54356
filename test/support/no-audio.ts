import type { NewCallRecord } from '@marcador/persistence/entities/call-record.entity.js';

/** What a record says of the audio of a call that had none. */
export const NO_AUDIO = {
  audioCodec: null,
  audioEncrypted: null,
  audioPacketsSent: null,
  audioPacketsReceived: null,
  audioPacketsLost: null,
  audioJitterMs: null,
  audioRemotePacketsLost: null,
  audioRemoteJitterMs: null,
  audioRoundTripMs: null,
} satisfies Partial<NewCallRecord>;
