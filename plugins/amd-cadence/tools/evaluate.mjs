// How right the detector is over labelled recordings, which are not part of the project:
//   npm run evaluate -w plugins/amd-cadence -- <folder> <labels.csv> ['{"limitMs":5000}']
// WAV, G.711 µ-law, 8 kHz mono, from the moment of answer. The CSV needs the columns file, label (HUMAN or MACHINE),
// category, beep_at_ms and beep_ms; files are looked up below the folder. Beeps are looked for in the whole recording.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionOf } from '@marcador/plugin-api';
import { FrameAnalysis } from '../dist/frame-analysis.js';
import plugin from '../dist/index.js';
import { ToneDetector } from '../dist/tone.js';

const FRAME_SAMPLES = 160;
/** How long after its end a beep still counts as found. */
const LATEST_BEEP_MS = 100;

function readLabels(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, index) => [names[index], value])),
  );
}

/** G.711: complemented bits are sign, exponent (3) and mantissa (4), with a bias of 33 in 14-bit units. */
const muLaw = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
});

function readMuLawWav(path) {
  const file = readFileSync(path);
  let format;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    if (id === 'fmt ') format = file.readUInt16LE(at + 8);
    if (id === 'data') {
      if (format !== 7) throw new Error(`${path} is not G.711 µ-law.`);
      return Int16Array.from(file.subarray(at + 8, at + 8 + length), (code) => muLaw[code]);
    }
    at += 8 + length + (length & 1);
  }
  throw new Error(`${path} is not a WAV file.`);
}

function listen(detector, samples) {
  const analysis = detector.analyse();
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    const verdict = analysis.push(samples.subarray(at, at + FRAME_SAMPLES));
    if (verdict !== undefined) return verdict;
  }
  return analysis.finish();
}

/** When, ms after the answer, a tone is heard: at the end of each frame. */
function toneTimes(samples) {
  const analysis = new FrameAnalysis();
  const tones = new ToneDetector();
  const times = [];
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    analysis.push(samples.subarray(at, at + FRAME_SAMPLES));
    if (tones.push(analysis)) times.push((at + FRAME_SAMPLES) / 8);
  }
  return times;
}

const share = (some, all) =>
  all === 0 ? 'none' : `${((100 * some) / all).toFixed(1)} % (${some} of ${all})`;
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

const [folder, labels, overrides = '{}'] = process.argv.slice(2);
if (folder === undefined || labels === undefined) {
  process.stderr.write('Usage: evaluate.mjs <folder> <labels.csv> [\'{"limitMs":5000}\']\n');
  process.exit(2);
}
const { definition } = definitionOf(plugin);
const detector = definition.create(definition.config.parse(JSON.parse(overrides)), {});

const calls = readLabels(labels).map(({ file, label, category, beep_at_ms, beep_ms }) => {
  const samples = readMuLawWav(join(folder, file));
  const verdict = listen(detector, samples);
  const tones = toneTimes(samples);
  const beepAt = Number(beep_at_ms);
  const beepEnd = beepAt + Number(beep_ms) + LATEST_BEEP_MS;
  return {
    label,
    category,
    verdict,
    right: verdict.answeredBy === label,
    hasBeep: beep_at_ms !== '' && beepEnd <= samples.length / 8,
    beepFound: tones.some((at) => at >= beepAt && at <= beepEnd),
    hasTone: tones.length > 0,
  };
});
const count = (test) => calls.filter(test).length;
const rightOf = (test) =>
  share(
    count((call) => test(call) && call.right),
    count(test),
  );
const times = calls.map(({ verdict }) => verdict.atMs).sort((a, b) => a - b);
const groups = (key) => [...new Set(calls.map(key))].sort();
const reasonOf = ({ verdict }) => `${verdict.answeredBy} ${verdict.reason}`;

process.stdout.write(
  [
    `accuracy            ${rightOf(() => true)}`,
    `human recall        ${rightOf(({ label }) => label === 'HUMAN')}`,
    `machine recall      ${rightOf(({ label }) => label === 'MACHINE')}`,
    `beeps found         ${share(
      count(({ hasBeep, beepFound }) => hasBeep && beepFound),
      count(({ hasBeep }) => hasBeep),
    )}`,
    `people with a tone  ${share(
      count(({ label, hasTone }) => label === 'HUMAN' && hasTone),
      count(({ label }) => label === 'HUMAN'),
    )}`,
    `decided at          p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms`,
    ...groups(({ category }) => category).map(
      (category) => `  ${category.padEnd(16)}  ${rightOf((call) => call.category === category)}`,
    ),
    ...groups(reasonOf).map(
      (reason) => `  ${reason.padEnd(34)}  right ${rightOf((call) => reasonOf(call) === reason)}`,
    ),
    '',
  ].join('\n'),
);
