import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { FEATURES } from '@marcador/amd-cadence/features.js';
import { readClip, readLabels } from './clips.js';
import { AIMS, compromise } from './compromise.js';
import { distorted } from './distortion.js';
import { believedByStrangers } from './folds.js';
import { hashOf } from './hash.js';
import { learn } from './learning.js';
import { random } from './random.js';
import { listenTo, type Heard } from './table.js';
import { candidate, scoreOf } from './trial.js';

const USAGE =
  'Usage: npm run train -w tools/amd-train -- --clips FOLDER --labels CSV --out FILE [--distorted N]';

/** Trains the model of amd-cadence: `--clips` is the folder that the files of `--labels` are below. */
async function main(): Promise<void> {
  const {
    clips: folder,
    labels,
    out,
    distorted: copies,
  } = parseArgs({
    options: {
      clips: { type: 'string' },
      labels: { type: 'string' },
      out: { type: 'string' },
      distorted: { type: 'string', default: '1' },
    },
  }).values;
  if (folder === undefined || labels === undefined || out === undefined) throw new Error(USAGE);
  const clips = readLabels(labels);
  const heard: Heard[] = [];
  const others: Heard[] = [];
  for (const clip of clips) {
    const samples = readClip(folder, clip.file);
    heard.push(listenTo(clip, samples));
    for (let copy = 0; copy < Number(copies); copy++)
      others.push(listenTo(clip, distorted(samples, random(hashOf(`${clip.file} ${copy}`)))));
  }
  say(`${heard.length} clips heard.`);
  const machine = believedByStrangers(heard, others);
  const calls = heard.map((each, at) => ({ heard: each, machine: machine[at] ?? [] }));
  say('Cross-validated by voice:');
  const profiles = Object.fromEntries(
    Object.entries(AIMS).map(([name, aim], at) => {
      const profile = compromise(aim, calls, at + 1);
      const { timesMs: _, ...score } = scoreOf(candidate(profile), calls);
      say(
        `${name} ${JSON.stringify(score, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value))}`,
      );
      return [name, profile];
    }),
  );
  const trees = learn([...heard, ...others]);
  await writeFile(out, `${JSON.stringify({ features: FEATURES, profiles, trees })}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
