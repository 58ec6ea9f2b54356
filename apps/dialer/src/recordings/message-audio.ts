import { message, type Message } from '@marcador/messages/message.js';
import { WavError } from '@marcador/telephony/wav/read-wav.js';
import { telephoneAudio } from '@marcador/telephony/wav/telephone-audio.js';
import { badRequest } from '../http/api-error.js';

/** Machines stop recording after some minutes, and nobody listens longer. */
export const LONGEST_MESSAGE_MS = 120_000;
const SAMPLES_PER_MS = 8;
/** The loudest sample of what nobody hears: 50 dB below the loudest there can be. */
const SILENT_PEAK = 104;

/**
 * Makes of an uploaded WAV file what is played to machines.
 * @returns 16-bit linear PCM, mono, 8000 Hz
 * @throws ApiError 400 for what is no WAV file, or none that can be left
 */
export async function messageAudio(file: Uint8Array): Promise<Int16Array> {
  const samples = await telephoneAudio(file, LONGEST_MESSAGE_MS).catch((error: unknown) => {
    throw error instanceof WavError ? notWav(saidOf(error)) : error;
  });
  const fault = faultOf(samples);
  if (fault !== undefined) throw notWav(fault);
  return samples;
}

function faultOf(samples: Int16Array): Message | undefined {
  if (samples.length === 0) return message('recording-empty');
  if (samples.length > LONGEST_MESSAGE_MS * SAMPLES_PER_MS)
    return message('recording-too-long', { seconds: LONGEST_MESSAGE_MS / 1000 });
  const isHeard = samples.some((sample) => Math.abs(sample) > SILENT_PEAK);
  return isHeard ? undefined : message('recording-silent');
}

function saidOf({ fault }: WavError): Message {
  switch (fault.kind) {
    case 'no-wav':
      return message('not-wav');
    case 'unknown-coding':
      return message('wav-coding', { format: fault.format, bits: fault.bits });
    case 'unusable-rate':
      return message('wav-rate', { rate: fault.rate });
  }
}

function notWav(said: Message) {
  return badRequest('not-wav', said);
}
