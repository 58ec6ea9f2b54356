import { readFile } from 'node:fs/promises';
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import { silentLog } from '@marcador/telephony/log.js';
import { LocalMedia } from '@marcador/telephony/media/local-media.js';
import type { MediaAgreement } from '@marcador/telephony/media/media-agreement.js';
import { MediaWorkers } from '@marcador/telephony/media/media-workers.js';
import type { CodecName } from '@marcador/telephony/rtp/audio-codec.js';
import { telephoneAudio } from '@marcador/telephony/wav/telephone-audio.js';

const HOST = '127.0.0.1';
const RTP_PORTS = { min: 0, max: 0 };
const CADENCE = new URL('../../plugins/amd-cadence/dist/index.js', import.meta.url).href;
const VOICEMAIL = new URL('../../apps/simulator/audio/voicemail-es.wav', import.meta.url);
const FRAME = 160;
/** A message whose parts are told apart: of each pitch as many frames. */
const PITCHES = [500, 700, 900, 1100, 1300, 1500];
const FRAMES_EACH = 20;
const LOUD = 1000;
/** The voicemail picks up the telephone first, ms. */
const PICK_UP_MS = 400;

let workers: MediaWorkers;
let world: LocalMedia;
let greeting: Int16Array;

beforeAll(async () => {
  workers = await MediaWorkers.start({ workers: 1, address: HOST, rtpPorts: RTP_PORTS, log: silentLog });
  world = new LocalMedia(HOST, RTP_PORTS, silentLog);
  const said = await telephoneAudio(await readFile(VOICEMAIL), 60_000);
  greeting = Int16Array.of(...new Int16Array(PICK_UP_MS * 8), ...said);
});
afterAll(() => Promise.all([workers.close(), world.close()]));

function agreement(port: number, codec: CodecName, payloadType: number): MediaAgreement {
  return {
    remote: { rtp: { address: HOST, port }, rtcp: { address: HOST, port: port + 1 } },
    sends: true,
    rtcpMux: false,
    codec,
    payloadType,
    eventPayloadType: undefined,
    ptimeMs: 20,
    receives: [{ payloadType, format: codec }],
    crypto: undefined,
  };
}

function message(): Int16Array {
  const samples = new Int16Array(new SharedArrayBuffer(2 * FRAME * FRAMES_EACH * PITCHES.length));
  samples.forEach((_, i) => {
    const hertz = PITCHES[Math.floor(i / (FRAME * FRAMES_EACH))] as number;
    samples[i] = 9000 * Math.sin((2 * Math.PI * hertz * i) / 8000);
  });
  return samples;
}

/** Which of the pitches a frame holds; `undefined` for none. */
function pitchOf(frame: Int16Array): number | undefined {
  const energy = frame.reduce((sum, sample) => sum + sample * sample, 0);
  if (energy / frame.length < LOUD ** 2) return undefined;
  return PITCHES.find((hertz) => {
    let [inPhase, quadrature] = [0, 0];
    frame.forEach((sample, i) => {
      const angle = (2 * Math.PI * hertz * i) / 8000;
      inPhase += sample * Math.cos(angle);
      quadrature += sample * Math.sin(angle);
    });
    return (2 * (inPhase ** 2 + quadrature ** 2)) / frame.length > 0.8 * energy;
  });
}

/** A voicemail is called, and left a message. */
async function voicemailCalled(codec: CodecName, payloadType: number) {
  const stream = await workers.open();
  const { rtp } = await world.open();
  stream.agree(agreement(rtp.port, codec, payloadType));
  rtp.agree(agreement(stream.port, codec, payloadType));
  let at = 0;
  let heardInGreeting = 0;
  const recorded: number[] = [];
  rtp.listen((frame) => {
    if (at < greeting.length && frame.some((sample) => Math.abs(sample) > LOUD)) heardInGreeting++;
    const pitch = pitchOf(frame);
    if (pitch !== undefined && pitch !== recorded.at(-1)) recorded.push(pitch);
  });
  rtp.play((frame) => {
    const part = greeting.subarray(at, at + frame.length);
    frame.fill(0);
    frame.set(part);
    at += frame.length;
    return true;
  });
  const input = { module: CADENCE, type: 'amd-cadence', instanceId: 'i', config: {} };
  const plan = listenWith(input, 20_000);
  if (plan.kind !== 'listen') throw new Error('There is a verdict already');
  const heard = await stream.analyse({ ...plan.task, messageMayFollow: true });
  const result = await stream.leaveMessage({ samples: message(), greetingLimitMs: 60_000 });
  await stream.close();
  return { heard, result, heardInGreeting, recorded };
}

describe('a voicemail that the built-in detector finds out', () => {
  it('records the whole message, none of it before its beep has ended, in each codec', async () => {
    const codecs = [
      ['PCMU', 0],
      ['PCMA', 8],
      ['G722', 9],
    ] as const;
    const calls = await Promise.all(codecs.map(([codec, type]) => voicemailCalled(codec, type)));
    for (const { heard, result, heardInGreeting, recorded } of calls) {
      expect(heard).toMatchObject({ kind: 'verdict', verdict: { answeredBy: 'MACHINE' } });
      expect(result).toMatchObject({ kind: 'left', playedMs: PITCHES.length * FRAMES_EACH * 20 });
      expect(heardInGreeting).toBe(0);
      expect(recorded).toEqual(PITCHES);
    }
  }, 60_000);
});
