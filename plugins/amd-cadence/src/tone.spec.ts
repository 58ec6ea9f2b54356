import {
  join,
  make,
  mix,
  noise,
  silence,
  speech,
  tone,
  type Signal,
} from '../../../test/support/phone-signals.js';
import { FRAME_SAMPLES, FrameAnalysis } from './frame-analysis.js';
import { ToneDetector } from './tone.js';

/** Whether a tone is heard, wherever the frames begin. */
function isHeard(signal: Signal): boolean[] {
  return [0, 40, 80, 120].map((from) => {
    const pcm = Int16Array.from(signal.slice(from));
    const frame = new FrameAnalysis();
    const detector = new ToneDetector();
    for (let at = 0; at + FRAME_SAMPLES <= pcm.length; at += FRAME_SAMPLES) {
      frame.push(pcm.subarray(at, at + FRAME_SAMPLES));
      detector.push(frame);
    }
    return detector.tones.count > 0;
  });
}

const ALWAYS = [true, true, true, true];
const NEVER = [false, false, false, false];
const at = (amplitude: number, signal: Signal): Signal => signal.map((sample) => amplitude * sample);
const after = (signal: Signal): Signal => join(silence(1200), signal, silence(400));

describe('a tone is heard', () => {
  it('in noise that is hardly quieter, when its frequency is steady', () => {
    for (const hz of [800, 1486, 2300])
      expect(isHeard(mix(after(tone(220, hz)), noise(1820, 3300, 3)))).toEqual(ALWAYS);
  });

  it('in noise, when it is as low as a voice and lasts', () => {
    expect(isHeard(mix(after(tone(500, 470)), noise(2100, 2300, 3)))).toEqual(ALWAYS);
  });

  it('when it grows louder as it sounds', () => {
    const grows = make(180, (t) => 5000 * Math.min(1, 0.4 + 4 * t) * Math.sin(2 * Math.PI * 1476 * t));
    expect(isHeard(after(grows))).toEqual(ALWAYS);
  });

  it('much quieter than the voice before it, when it is pure', () => {
    const call = join(
      silence(300),
      speech(900, 20_000),
      silence(400),
      at(0.16, tone(300, 446)),
      silence(400),
    );
    expect(isHeard(call)).toEqual(ALWAYS);
  });

  it('when other noise comes and goes below it', () => {
    const bursts = make(1900, (t) => (t % 0.08 < 0.04 ? 2600 * Math.sin(2 * Math.PI * 530 * t) : 0));
    expect(isHeard(mix(after(tone(300, 790)), bursts))).toEqual(ALWAYS);
  });

  it('in two frequencies near those of a key', () => {
    expect(isHeard(after(tone(400, 941, 1232)))).toEqual(ALWAYS);
    expect(isHeard(after(tone(400, 941, 1215)))).toEqual(NEVER);
  });

  it('never in a voice, nor in noise', () => {
    for (const amplitude of [600, 9000]) expect(isHeard(after(speech(1500, amplitude)))).toEqual(NEVER);
    expect(isHeard(noise(3000, 3000))).toEqual(NEVER);
  });
});
