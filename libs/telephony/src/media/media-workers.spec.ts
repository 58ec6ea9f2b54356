import { freePort } from '../../../../test/support/ports.js';
import { silentLog, type TelephonyLog } from '../log.js';
import type { RtpStream } from '../rtp/rtp-stream.js';
import { LocalMedia } from './local-media.js';
import type { MediaAgreement } from './media-agreement.js';
import { MediaWorkers } from './media-workers.js';
import type { MediaStream } from './media.js';

const HOST = '127.0.0.1';
const ANY = { min: 0, max: 0 };
let world: LocalMedia;
const analyser = (name: string) =>
  new URL(`../../../../test/support/${name}-analyser.mjs`, import.meta.url).href;
const unruly = (does: string, limitMs = 20_000) => ({ module: analyser('unruly'), input: { does }, limitMs });

let workers: MediaWorkers;
let entries: { fields: object; message: string }[];
let onEntry: () => void;
const note = (fields: object, message: string) => {
  entries.push({ fields, message });
  onEntry();
};
const log: TelephonyLog = { debug: note, info: note, warn: note };

beforeEach(() => {
  world = new LocalMedia(HOST, ANY, silentLog);
  entries = [];
  onEntry = () => {};
});
afterEach(() => Promise.all([workers.close(), world.close()]));

async function start(count: number, rtpPorts = ANY): Promise<MediaWorkers> {
  workers = await MediaWorkers.start({ workers: count, address: HOST, rtpPorts, log });
  return workers;
}

function agreement(port: number): MediaAgreement {
  return {
    remote: { rtp: { address: HOST, port }, rtcp: { address: HOST, port: port + 1 } },
    sends: true,
    rtcpMux: false,
    codec: 'PCMA',
    payloadType: 8,
    eventPayloadType: undefined,
    ptimeMs: 20,
    receives: [{ payloadType: 8, format: 'PCMA' }],
    crypto: undefined,
  };
}

/** A stream of the workers, and a person at the other end who makes a noise. */
async function talking(): Promise<{ stream: MediaStream; person: RtpStream }> {
  const stream = await workers.open();
  const { rtp: person } = await world.open();
  stream.agree(agreement(person.port));
  person.agree(agreement(stream.port));
  person.play((frame) => frame.fill(9000) !== undefined);
  return { stream, person };
}

const MESSAGE = new Int16Array(new SharedArrayBuffer(160 * 2 * 50)).fill(2000);
const MESSAGE_TASK = { samples: MESSAGE, greetingLimitMs: 60_000 };

/** A message is asked for at a machine that talks on for a while. */
async function askedFor(stream: MediaStream, person: RtpStream) {
  const task = { module: analyser('greeting'), input: {}, limitMs: 20_000, messageMayFollow: true };
  expect(await stream.analyse(task)).toMatchObject({ kind: 'verdict', verdict: 'machine' });
  let left = 20;
  person.play((frame) => frame.fill(left-- > 0 ? 9000 : 0) !== undefined);
  /** Whether it talked when it heard something. */
  const heard: boolean[] = [];
  const begun = new Promise<void>((resolve) => {
    person.listen((frame) => {
      if (levelOf(frame) < 500) return;
      heard.push(left > 0);
      resolve();
    });
  });
  return { heard, begun, message: stream.leaveMessage(MESSAGE_TASK) };
}

function levelOf(frame: Int16Array): number {
  return frame.reduce((sum, sample) => sum + Math.abs(sample), 0) / frame.length;
}

/** Opens streams until one lies where calls are carried again. */
async function opened(): Promise<MediaStream> {
  for (;;) {
    try {
      return await workers.open();
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Two workers on two pairs of ports that nobody else has, and a stream on each. */
async function onTwoPairs(): Promise<{ first: number; streams: MediaStream[] }> {
  const first = await freePort();
  await start(2, { min: first, max: first + 3 });
  return { first, streams: [await workers.open(), await workers.open()] };
}

describe('media workers', () => {
  it('analyse audio where it is, give back the verdict and how the audio fared', async () => {
    await start(1);
    const { stream } = await talking();
    const task = { module: analyser('peak'), input: { frames: 10 }, limitMs: 20_000 };
    const analysis = stream.analyse(task);
    expect(workers.states()).toMatchObject([{ serving: true, restarts: 0, streams: 1, analyses: 1 }]);
    const result = await analysis;
    expect(result.kind === 'verdict' && result.verdict).toBeGreaterThan(8500);
    const figures = await stream.close();
    expect(figures?.packetsReceived).toBeGreaterThanOrEqual(10);
    expect(figures).toMatchObject({ codec: 'PCMA', packetsLost: 0 });
    const packets = { received: figures?.packetsReceived, sent: figures?.packetsSent, lost: 0 };
    expect(workers.states()).toMatchObject([{ name: 'media-1', streams: 0, analyses: 0, packets }]);
  });

  it('leave a message when the greeting has ended, and not before', async () => {
    await start(1);
    const { stream, person } = await talking();
    const { message, heard } = await askedFor(stream, person);
    expect(await message).toMatchObject({ kind: 'left', playedMs: MESSAGE.length / 8 });
    expect(heard.length).toBeGreaterThan(0);
    expect(heard).not.toContain(true);
  });

  it('tell how far a message was when the call ends', async () => {
    await start(1);
    const { stream, person } = await talking();
    const { begun, message } = await askedFor(stream, person);
    await begun;
    await stream.close();
    expect(await message).toMatchObject({ kind: 'cut-off' });
  });

  it('leave none where the analysis is to be followed by none', async () => {
    await start(1);
    const { stream } = await talking();
    await stream.analyse({ module: analyser('greeting'), input: {}, limitMs: 20_000 });
    expect(await stream.leaveMessage(MESSAGE_TASK)).toMatchObject({ kind: 'failed' });
  });

  it('leave none, and say so, when their thread ends', async () => {
    await start(1);
    const { stream, person } = await talking();
    const { message } = await askedFor(stream, person);
    await workers.close();
    expect(await message).toMatchObject({ kind: 'media-lost' });
    expect(await stream.leaveMessage(MESSAGE_TASK)).toMatchObject({ kind: 'media-lost' });
  });

  it('finish an analysis without a verdict after its limit of audio', async () => {
    await start(1);
    const { stream } = await talking();
    expect(await stream.analyse(unruly('nothing', 200))).toEqual({
      kind: 'verdict',
      verdict: { frames: 10 },
    });
  });

  it('say so where no audio comes', async () => {
    await start(1);
    const stream = await workers.open();
    stream.agree(agreement(9));
    expect(await stream.analyse(unruly('nothing', 100))).toEqual({ kind: 'no-audio' });
  });

  it.each([
    ['throws', unruly('throw'), /broken/],
    ['cannot be made', unruly('refuse'), /no such detector/],
    ['cannot be found', { ...unruly('nothing'), module: 'file:///nowhere.mjs' }, /nowhere/],
    ['is no analyser', { ...unruly('nothing'), module: 'node:path' }, /exports no createAnalyser/],
  ])('fail the analysis by a detector that %s, and nothing else', async (_what, task, message) => {
    await start(1);
    const { stream } = await talking();
    expect(await stream.analyse(task)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(message) as string,
    });
    expect(await stream.analyse(unruly('nothing', 100))).toMatchObject({ kind: 'verdict' });
  });

  it('fail an analysis when the next one begins, and only that one', async () => {
    await start(1);
    const { stream } = await talking();
    const former = stream.analyse(unruly('nothing'));
    const next = stream.analyse(unruly('nothing', 100));
    expect(await former).toEqual({ kind: 'failed', message: 'another analysis began' });
    expect(await next).toMatchObject({ kind: 'verdict' });
  });

  it('fail the analysis of a call that ends', async () => {
    await start(1);
    const { stream } = await talking();
    const result = stream.analyse(unruly('nothing'));
    await stream.close();
    expect(await result).toEqual({ kind: 'failed', message: 'the call ended' });
  });

  it('pass on what a detector logs', async () => {
    await start(1);
    const { stream } = await talking();
    const logged = new Promise<void>((resolve) => (onEntry = resolve));
    void stream.analyse(unruly('log'));
    await logged;
    expect(entries[0]).toEqual({ fields: { heard: true }, message: 'Heard.' });
  });

  it.each(['exit', 'crash', 'hoard', 'block'])(
    'lose the calls of a thread in which a detector does "%s", and only those, and are replaced',
    async (does) => {
      await start(2);
      const [bad, good] = [await talking(), await talking()];
      const told = new Promise<void>((resolve) => (onEntry = resolve));
      const wellBehaved = good.stream.analyse(unruly('nothing', 100));
      const neighbour = bad.stream.analyse(unruly(does));
      expect(await neighbour).toMatchObject({ kind: 'media-lost' });
      expect(bad.stream.lost).toBe(true);
      expect(await bad.stream.close()).toBeUndefined();
      expect(await wellBehaved).toMatchObject({ kind: 'verdict' });
      expect(await good.stream.analyse(unruly('nothing', 100))).toMatchObject({ kind: 'verdict' });
      // The one that still carries a call would get the next: two calls on it, so that the new thread gets one.
      await Promise.all([opened(), opened()]);
      expect(good.stream.lost).toBe(false);
      await told;
      expect(entries.at(-1)?.message).toMatch(/media worker ended/);
    },
  );

  it('carry calls on when all of them ended', async () => {
    await start(1);
    const { stream } = await talking();
    await stream.analyse(unruly('exit'));
    const next = await opened();
    expect(workers.states()).toMatchObject([{ serving: true, restarts: 1 }]);
    next.agree(agreement(9));
    expect(await next.analyse(unruly('nothing', 50))).toEqual({ kind: 'no-audio' });
  });

  it('have a slice of the ports each, and use all of them', async () => {
    const { first, streams } = await onTwoPairs();
    expect(streams.map(({ port }) => port).sort()).toEqual([first, first + 2]);
    await expect(workers.open()).rejects.toThrow(/No free pair of RTP ports/);
    await streams[0]?.close();
    expect((await workers.open()).port).toBe(streams[0]?.port);
  });

  it('say at a call that they have no such address', async () => {
    workers = await MediaWorkers.start({
      workers: 1,
      address: '192.0.2.1',
      rtpPorts: ANY,

      log,
    });
    await expect(workers.open()).rejects.toThrow(/EADDRNOTAVAIL/);
  });
});
