import { readFile } from 'node:fs/promises';
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import { silentLog } from '@marcador/telephony/log.js';
import { LocalMedia } from '@marcador/telephony/media/local-media.js';
import type { MediaAgreement } from '@marcador/telephony/media/media-agreement.js';
import { MediaWorkers } from '@marcador/telephony/media/media-workers.js';
import type { CodecName } from '@marcador/telephony/rtp/audio-codec.js';
import { telephoneAudio } from '@marcador/telephony/wav/telephone-audio.js';
import { writeWav } from '@marcador/telephony/wav/write-wav.js';
import { OpenWorld, until } from '../support/open-world.js';
import { PATIENT } from '../support/patient-detector.js';
import { makeCampaign } from '../ui/support/ui-world.js';

const HOST = '127.0.0.1';
const RTP_PORTS = { min: 0, max: 0 };
const CADENCE = new URL('../../plugins/amd-cadence/dist/index.js', import.meta.url).href;
const VOICEMAIL = new URL('../../apps/simulator/audio/voicemail-es.wav', import.meta.url);
const FRAME = 160;
/** A message whose parts are told apart: of each pitch as many frames. */
const PITCHES = [500, 700, 900, 1100, 1300, 1500];
const FRAMES_EACH = 20;
const MESSAGE_MS = PITCHES.length * FRAMES_EACH * 20;
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

function isLoud(frame: Int16Array): boolean {
  return frame.some((sample) => Math.abs(sample) > LOUD);
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

/** Gives what goes in back later and 20 dB weaker. */
class EchoingLine {
  private readonly frames = Array.from({ length: 10 }, () => new Int16Array(FRAME));

  take(frame: Int16Array): void {
    this.frames.push(frame.map((sample) => sample / 10));
  }

  /** Adds what comes back to a frame. */
  giveBack(frame: Int16Array): void {
    const echo = this.frames.shift();
    frame.forEach((sample, i) => (frame[i] = sample + (echo?.[i] ?? 0)));
  }
}

interface Voicemail {
  readonly codec: CodecName;
  readonly payloadType: number;
  /** What it says; then it sends nothing more. */
  readonly says: Int16Array;
  readonly line?: EchoingLine;
}

/** A voicemail is called, and left a message. */
async function voicemailCalled({ codec, payloadType, says, line }: Voicemail, samples: Int16Array) {
  const stream = await workers.open();
  const { rtp } = await world.open();
  stream.agree(agreement(rtp.port, codec, payloadType));
  rtp.agree(agreement(stream.port, codec, payloadType));
  let at = 0;
  let heardInGreeting = 0;
  const recorded: number[] = [];
  /** How often sound has followed silence. */
  let begun = 0;
  let sounding = false;
  rtp.listen((frame) => {
    if (at < says.length && isLoud(frame)) heardInGreeting++;
    line?.take(frame);
    if (!sounding && isLoud(frame)) begun++;
    sounding = isLoud(frame);
    const pitch = pitchOf(frame);
    if (pitch !== undefined && pitch !== recorded.at(-1)) recorded.push(pitch);
  });
  rtp.play((frame) => {
    const part = says.subarray(at, at + frame.length);
    frame.fill(0);
    frame.set(part);
    at += frame.length;
    line?.giveBack(frame);
    return at < says.length || line !== undefined;
  });
  const input = { module: CADENCE, type: 'amd-cadence', instanceId: 'i', config: {} };
  const plan = listenWith(input, 20_000);
  if (plan.kind !== 'listen') throw new Error('There is a verdict already');
  const heard = await stream.analyse({ ...plan.task, messageMayFollow: true });
  const result = await stream.leaveMessage({ samples, greetingLimitMs: 60_000 });
  await stream.close();
  return { heard, result, heardInGreeting, recorded, begun };
}

describe('a voicemail that the built-in detector finds out', () => {
  it('records the whole message, none of it before its beep has ended, in each codec', async () => {
    const codecs = [
      ['PCMU', 0],
      ['PCMA', 8],
      ['G722', 9],
    ] as const;
    const calls = await Promise.all(
      codecs.map(([codec, payloadType]) =>
        voicemailCalled({ codec, payloadType, says: greeting }, message()),
      ),
    );
    for (const { heard, result, heardInGreeting, recorded } of calls) {
      expect(heard).toMatchObject({ kind: 'verdict', verdict: { answeredBy: 'MACHINE' } });
      expect(result).toMatchObject({ kind: 'left', playedMs: MESSAGE_MS });
      expect(heardInGreeting).toBe(0);
      expect(recorded).toEqual(PITCHES);
    }
  });
});

/** A tone as short as a beep, a pause as long as the silence after a greeting, and more. */
function messageWithPause(): Int16Array {
  const [said, pauseMs] = [message().subarray(0, FRAME * FRAMES_EACH), 3500];
  const samples = new Int16Array(new SharedArrayBuffer(2 * (2 * said.length + pauseMs * 8)));
  samples.set(said);
  samples.set(said, samples.length - said.length);
  return samples;
}

it('is not taken in by the echo of the message: it is left once', async () => {
  const samples = messageWithPause();
  const beep = Int16Array.from(
    { length: 400 * 8 },
    (_, i) => 9000 * Math.sin((2 * Math.PI * 1400 * i) / 8000),
  );
  const says = Int16Array.of(...new Int16Array(PICK_UP_MS * 8), ...beep);
  const voicemail = { codec: 'PCMU', payloadType: 0, says, line: new EchoingLine() } as const;
  expect(await voicemailCalled(voicemail, samples)).toMatchObject({
    result: { kind: 'left', playedMs: samples.length / 8 },
    heardInGreeting: 0,
    begun: 2,
  });
});

interface CallRecord {
  readonly phone: string;
  readonly callId: string;
  readonly result: string;
  readonly subReason: string | null;
  readonly messagePlayedMs: number | null;
}

/** What a simulated telephone heard of the dialer. */
interface Heard {
  readonly heardBy: string;
  readonly messageMs: number;
  readonly overMs: number;
}

describe('a campaign that leaves a message at machines', () => {
  /** Fewer than machines are called: those have to be given back. */
  const AGENTS = 2;
  /** The simulator's voicemails, by the last two digits, and a person. */
  const [WHOLE, FULL, HELD, RECODED] = ['554130000155', '554130000256', '554130000357', '554130000458'];
  const PERSON = '554130000540';
  let world: OpenWorld;
  let amdDetectorId: string;
  let recordingId: string;

  beforeAll(async () => {
    const sales = { id: 'sales', name: 'Sales', pilotNumber: '5000', agents: AGENTS };
    world = await OpenWorld.start({ simulator: { contactCenter: { queues: [sales] } } });
    const patient = { name: 'Patient', type: 'amd-cadence', config: PATIENT };
    ({ id: amdDetectorId } = await world.master.post<{ id: string }>('/amd-detectors', patient));
    const { groups } = await world.administrator.get<{ groups: { id: string }[] }>('/session');
    const path = `/recordings?name=Message&groupId=${groups[0]?.id}`;
    ({ id: recordingId } = await world.administrator.upload<{ id: string }>(path, writeWav(message())));
  });
  afterAll(() => world.close());

  async function startCampaign(name: string, numbers: readonly string[]): Promise<string> {
    const fields = { amdDetectorId, maxAttempts: 1, messageRecordingId: recordingId };
    const id = await makeCampaign(world.administrator, name, undefined, fields);
    await world.administrator.upload(
      `/campaigns/${id}/leads`,
      numbers.map((number) => `A,${number}\n`).join(''),
    );
    await world.administrator.post(`/campaigns/${id}/start`);
    return id;
  }
  const records = async (campaignId: string) =>
    (await world.administrator.get<{ items: CallRecord[] }>(`/call-records?campaignId=${campaignId}`)).items;
  const recorded = (campaignId: string, count: number) =>
    until(async () => {
      const items = await records(campaignId);
      return items.length === count && new Map(items.map((record) => [record.phone, record]));
    });
  const heardIn = async ({ callId } = {} as CallRecord) =>
    (await world.log()).find((event) => event.type === 'message-ended' && event['callId'] === callId) as
      Heard | undefined;
  const begins = (number: string) =>
    until(async () => {
      const log = await world.log();
      const call = log.find((event) => event.type === 'invite' && event['number'] === number);
      return log.some(({ type, callId }) => type === 'message-begun' && callId === call?.['callId']);
    });

  /** How much what the machine has kept is the message, 1: it is. */
  async function likeness({ callId } = {} as CallRecord): Promise<number> {
    const response = await fetch(`${world.simulator.control}/messages/${callId}`);
    const kept = await telephoneAudio(new Uint8Array(await response.arrayBuffer()), MESSAGE_MS);
    const sent = message();
    const product = (a: Int16Array, b: Int16Array) =>
      a.reduce((sum, sample, i) => sum + sample * (b[i] ?? 0), 0);
    return product(sent, kept) / Math.sqrt(product(sent, sent) * product(kept, kept));
  }

  it('leaves it whole after the beep, however often it is held or recoded, and nothing with people', async () => {
    const order = (number: string, fault: object) => world.order('/faults/message', { number, ...fault });
    await order(FULL, { kind: 'hang-up', afterMs: 800 });
    await order(HELD, { kind: 'hold', afterMs: 800, forMs: 1000 });
    await order(RECODED, { kind: 'other-codec', afterMs: 800 });
    const numbers = [WHOLE, HELD, FULL, RECODED, PERSON];
    const calls = await recorded(await startCampaign('Whole', numbers), numbers.length);

    for (const number of [WHOLE, HELD, RECODED]) {
      const call = calls.get(number);
      expect(call).toMatchObject({ result: 'AMD', subReason: 'message-left', messagePlayedMs: MESSAGE_MS });
      const heard = await heardIn(call);
      expect({ number, ...heard }).toMatchObject({ number, heardBy: 'machine', overMs: 0 });
      expect(Math.abs((heard?.messageMs ?? 0) - MESSAGE_MS)).toBeLessThanOrEqual(40);
      expect(await likeness(call)).toBeGreaterThan(0.99);
    }
    const cutOff = calls.get(FULL);
    expect(cutOff).toMatchObject({ result: 'AMD', subReason: 'message-cut-off' });
    expect(await heardIn(cutOff)).toMatchObject({ heardBy: 'machine', overMs: 0 });
    expect(cutOff?.messagePlayedMs).toBeLessThan(MESSAGE_MS);
    expect(calls.get(PERSON)).toMatchObject({ result: 'SUCCESS', messagePlayedMs: null });
    expect(await heardIn(calls.get(PERSON))).toBeUndefined();
    // An agent is promised to each call until its verdict: more calls than agents have begun before one was over.
    const log = await world.log();
    const overAt = log.findIndex(({ type }) => type === 'call-ended');
    const begun = log.slice(0, overAt).filter(({ type }) => type === 'invite').length;
    expect(begun).toBeGreaterThan(AGENTS);
  });

  it('finishes it when the campaign, then the service is stopped meanwhile', async () => {
    const [first, second] = ['554130000655', '554130000756'];
    const stopped = await startCampaign('Stopped', [first]);
    const other = await startCampaign('Of a stopped service', [second]);
    await begins(first);
    await world.administrator.post(`/campaigns/${stopped}/stop`);
    await begins(second);
    expect(await world.terminate()).toBe(0);
    await world.startAgain();
    for (const campaign of [stopped, other]) {
      const [call] = await records(campaign);
      expect(call).toMatchObject({ result: 'AMD', subReason: 'message-left' });
      expect(await heardIn(call)).toMatchObject({ overMs: 0 });
      expect(await likeness(call)).toBeGreaterThan(0.99);
    }
  });
});
