import { ManualClock } from '@marcador/platform/manual-clock.js';
import { AudioReceiver, COMFORT_NOISE } from '../rtp/audio-receiver.js';
import { pcmu } from '../rtp/g711.js';
import { FRAME_MS } from '../rtp/media-clock.js';
import type { RtpStream } from '../rtp/rtp-stream.js';
import type { Analyser, AnalysisResult } from './analysis.js';
import { StreamAnalysis } from './stream-analysis.js';

const LIMIT_MS = 1000;
const FRAME = 160;
const ANSWERED = new Date('2026-11-23T23:59:59Z');
/** The verdict may wait so long for what jitter and reordering hold back. */
const SETTLED_MS = LIMIT_MS + 100;

/** Says at its end how many frames there were, and how many of them were not silent. */
const counting = (decidesAt = Infinity): Analyser => ({
  analyse() {
    let frames = 0;
    let loud = 0;
    return {
      push(samples) {
        frames += 1;
        if (samples.some((sample) => sample !== 0)) loud += 1;
        return frames >= decidesAt ? 'decided' : undefined;
      },
      finish: () => ({ frames, loud }),
    };
  },
});

/** What the peer sends in a beat of 20 ms: audio, comfort noise (RFC 3389), or nothing. */
type Sends = (frame: number) => 'audio' | 'noise' | undefined;

/** An analysis of what a peer sends, on a clock of its own: its result, and when it came. */
async function analysed(
  sends: Sends,
  { analyser = Promise.resolve(counting()), stalls = [] as number[] } = {},
): Promise<{ result: AnalysisResult; afterMs: number }> {
  const clock = new ManualClock(ANSWERED);
  let receiver: AudioReceiver | undefined;
  const stream = {
    listen(sink: (frame: Int16Array) => void, begins: () => void) {
      receiver = new AudioReceiver((type) => (type === 0 ? pcmu : COMFORT_NOISE), sink, begins);
      return () => (receiver = undefined);
    },
    settle: () => receiver?.settle(),
  };
  const analysis = new StreamAnalysis(stream as unknown as RtpStream, analyser, { limitMs: LIMIT_MS }, clock);
  let result: AnalysisResult | undefined;
  void analysis.result.then((came) => (result = came));
  let sequence = 0;
  let due = 0;
  for (let frame = 0; result === undefined; frame++) {
    const sent = sends(frame);
    if (sent !== undefined)
      receiver?.push({
        marker: false,
        payloadType: sent === 'audio' ? 0 : 13,
        sequence: sequence++,
        timestamp: frame * FRAME,
        ssrc: 1,
        payload: sent === 'audio' ? new Uint8Array(FRAME).fill(0x80) : Uint8Array.of(30),
      });
    await clock.advance(FRAME_MS);
    due += 1;
    if (stalls.includes(frame)) continue;
    receiver?.beat(due);
    due = 0;
  }
  expect(clock.timers).toBe(0);
  return { result, afterMs: clock.now().getTime() - ANSWERED.getTime() };
}

const verdict = (frames: number, loud = frames) => ({ kind: 'verdict', verdict: { frames, loud } });

describe('the analysis of a stream', () => {
  it('ends with the verdict as soon as there is one', async () => {
    const analyser = Promise.resolve(counting(10));
    expect(await analysed(() => 'audio', { analyser })).toEqual({
      result: { kind: 'verdict', verdict: 'decided' },
      afterMs: 10 * FRAME_MS,
    });
  });

  it('lasts its limit of audio', async () => {
    expect(await analysed(() => 'audio')).toEqual({ result: verdict(50), afterMs: LIMIT_MS });
  });

  it('starts its clock at the first packet', async () => {
    const { result, afterMs } = await analysed((frame) => (frame < 40 ? undefined : 'audio'));
    expect(result).toEqual(verdict(50));
    expect(afterMs).toBe(40 * FRAME_MS + LIMIT_MS);
  });

  it('says that there is no audio when no packet has come within the limit', async () => {
    expect(await analysed(() => undefined)).toEqual({ result: { kind: 'no-audio' }, afterMs: LIMIT_MS });
  });

  it('comes to its verdict in time when packets stop, for what is missing is silence', async () => {
    const { result, afterMs } = await analysed((frame) => (frame < 20 ? 'audio' : undefined));
    expect(result).toEqual(verdict(50, 20));
    expect(afterMs).toBeLessThanOrEqual(SETTLED_MS);
  });

  it.each<[string, Sends]>([
    ['sends nothing', () => undefined],
    ['describes its noise once', (frame) => (frame === 10 ? 'noise' : undefined)],
    ['describes its noise now and then', (frame) => (frame % 8 === 2 ? 'noise' : undefined)],
  ])('hears the pauses of a peer that %s in them as silence, as long as they last', async (_how, pause) => {
    const isPause = (frame: number) => frame >= 10 && frame < 40;
    const { result, afterMs } = await analysed((frame) => (isPause(frame) ? pause(frame) : 'audio'));
    expect(result).toEqual(verdict(50, 20));
    expect(afterMs).toBeLessThanOrEqual(SETTLED_MS);
  });

  it('hears a peer that has sent nothing but comfort noise as silence', async () => {
    const { result, afterMs } = await analysed((frame) => (frame === 0 ? 'noise' : undefined));
    expect(result).toEqual(verdict(50, 0));
    expect(afterMs).toBeLessThanOrEqual(SETTLED_MS + 4 * FRAME_MS);
  });

  it('runs no slower than the time where this process stands still in a pause', async () => {
    const stalls = Array.from({ length: 15 }, (_, n) => 25 + n);
    const { result, afterMs } = await analysed((frame) => (frame < 10 ? 'audio' : undefined), { stalls });
    expect(result).toEqual(verdict(50, 10));
    expect(afterMs).toBeLessThanOrEqual(SETTLED_MS);
  });

  it('gives up a detector that is not loaded within the limit of what there is to hear', async () => {
    const analyser = new Promise<Analyser>(() => {});
    expect(await analysed(() => 'audio', { analyser })).toEqual({
      result: { kind: 'failed', message: 'the detector was not loaded in time' },
      afterMs: SETTLED_MS,
    });
  });
});
