import { FRAME_SAMPLES } from '../rtp/audio-codec.js';
import { EchoGate } from './echo-gate.js';

const tone = (amplitude: number) =>
  Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => amplitude * Math.sin(i / 2));
const SILENCE = new Int16Array(FRAME_SAMPLES);
/** 20 dB weaker. */
const [MESSAGE, ECHO] = [tone(8000), tone(800)];

let gate: EchoGate;
beforeEach(() => (gate = new EchoGate()));

it('silences the echo of what was sent, for as long as it may be on its way', () => {
  gate.sent(MESSAGE);
  for (let frame = 0; frame < 40; frame++) expect(gate.pass(ECHO)).toEqual(SILENCE);
  expect(gate.pass(ECHO)).toEqual(ECHO);
});

it('lets pass who is louder than an echo, and everybody where nothing was sent', () => {
  expect(gate.pass(ECHO)).toEqual(ECHO);
  gate.sent(MESSAGE);
  const voice = tone(4000);
  expect(gate.pass(voice)).toEqual(voice);
  expect(gate.pass(SILENCE)).toEqual(SILENCE);
});

it('knows the loudest of what was sent between two frames that were heard', () => {
  gate.sent(MESSAGE);
  gate.sent(SILENCE);
  expect(gate.pass(ECHO)).toEqual(SILENCE);
});
