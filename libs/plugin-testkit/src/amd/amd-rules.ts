import type { AmdDetector, AmdVerdict } from '@marcador/plugin-api';
import { definitionIn, inLab, type Experiment, type Lab } from '../lab.js';
import { must, shown, type Rule } from '../rule.js';
import type { World } from '../world.js';
import { explanationRules } from './explanation-rules.js';
import { greetingRules } from './greeting-rules.js';
import { assertVerdict, heard, limitOf, LONGEST_LIMIT_MS, PACKET } from './listening.js';
import { SOUNDS, type Sound } from './sounds.js';

const MS_PER_SAMPLE = 1 / 8;
/** Packets of 0.125, 10, 30 and 60 ms. */
const PACKETS = [1, 80, 240, 480];

/** The rules of the contract for what a detector makes of audio. */
export function amdRules(experiment: Experiment<World>): Rule[] {
  const lab = (act: (lab: Lab<AmdDetector, World>) => void) => () =>
    inLab<AmdDetector, World>(experiment, (opened) => Promise.resolve(act(opened)));
  return [
    {
      id: 'module',
      name: 'says where its module is, so that media workers find it',
      run: () => {
        const { module } = definitionIn(experiment.plugin);
        must(URL.canParse(module ?? ''), `module has to be import.meta.url, not ${shown(module)}.`);
        return Promise.resolve();
      },
    },
    {
      id: 'limit',
      name: 'says how long it wants to listen: up to 30 s',
      run: lab(({ instance: { limitMs } }) =>
        must(
          typeof limitMs === 'number' && limitMs > 0 && limitMs <= LONGEST_LIMIT_MS,
          `limitMs is ${shown(limitMs)}.`,
        ),
      ),
    },
    {
      id: 'verdict',
      name: 'answers with nothing or with a whole verdict, at once, whatever it hears',
      run: lab(({ instance }) => {
        for (const [name, sound] of Object.entries(SOUNDS)) assertVerdicts(instance, sound, name);
      }),
    },
    {
      id: 'decides',
      name: 'decides when it has to: at its limit, and wherever the audio stops before',
      run: lab(({ instance }) => {
        for (const [name, sound] of Object.entries(SOUNDS))
          for (const ms of [0, 20, limitOf(instance) / 2, limitOf(instance)]) {
            const verdict: unknown = heard(instance.analyse(), sound(ms));
            must(verdict !== undefined, `It does not decide when the audio ends after ${ms} ms (${name}).`);
          }
      }),
    },
    {
      id: 'undecided',
      name: 'takes a call of which it has heard nothing for a person',
      run: lab(({ instance }) => {
        const verdict = instance.analyse().finish() as AmdVerdict | undefined;
        must(verdict?.answeredBy !== 'MACHINE', `It says ${shown(verdict)}.`);
      }),
    },
    {
      id: 'digital-silence',
      name: 'takes a line on which nothing is sent for a machine, never for a person, nor leaves it open',
      run: lab(({ instance }) => {
        const verdict = said(instance, SOUNDS['digital silence']?.(limitOf(instance)));
        must(
          verdict?.answeredBy !== 'HUMAN' && verdict?.answeredBy !== 'UNDECIDED',
          `It says ${shown(verdict)}.`,
        );
      }),
    },
    {
      id: 'packets',
      name: 'takes packets of any length',
      run: lab(({ instance }) => {
        for (const packet of PACKETS)
          for (const [name, sound] of Object.entries(SOUNDS)) {
            const samples = sound(Math.min(1000, limitOf(instance)));
            try {
              heard(instance.analyse(), samples, packet);
            } catch (error) {
              throw new Error(`It fails with packets of ${packet} samples (${name}): ${String(error)}.`);
            }
          }
      }),
    },
    {
      id: 'apart',
      name: 'keeps calls apart that it hears at the same time',
      run: lab(({ instance }) => {
        const sounds = Object.values(SOUNDS).map((sound) => sound(limitOf(instance)));
        const alone = sounds.map((samples) => said(instance, samples)?.answeredBy);
        const together = heardTogether(instance, sounds).map((verdict) => verdict?.answeredBy);
        must(shown(alone) === shown(together), `Alone it says ${shown(alone)}, together ${shown(together)}.`);
      }),
    },
    {
      id: 'copies',
      name: 'keeps no array that the host uses again',
      run: lab(({ instance }) => {
        for (const [name, sound] of Object.entries(SOUNDS)) {
          const samples = sound(limitOf(instance));
          const [fresh, reused] = [said(instance, samples), heardInOneArray(instance, samples)];
          must(
            fresh?.answeredBy === reused?.answeredBy,
            `It says ${shown(fresh)}, and ${shown(reused)} where the array is used again (${name}).`,
          );
        }
      }),
    },
    {
      id: 'no-outside',
      name: 'opens nothing when it listens',
      run: lab(({ instance, open }) => {
        const before = open.count;
        for (const sound of Object.values(SOUNDS))
          open.own(() => heard(instance.analyse(), sound(limitOf(instance))));
        must(open.count === before, `An analysis opens ${open.toString()}.`);
      }),
    },
    ...explanationRules((act) => lab(({ instance }) => act(instance))),
    ...greetingRules((act) => lab(({ instance }) => act(instance))),
  ];
}

function said(detector: AmdDetector, samples: Int16Array = new Int16Array()): AmdVerdict | undefined {
  return heard(detector.analyse(), samples);
}

function assertVerdicts(detector: AmdDetector, sound: Sound, name: string): void {
  const samples = sound(limitOf(detector));
  const analysis = detector.analyse();
  for (let at = 0; at < samples.length; at += PACKET) {
    const packet = samples.subarray(at, at + PACKET);
    const answer: unknown = analysis.push(packet);
    assertVerdict(answer, (at + packet.length) * MS_PER_SAMPLE, name);
    if (answer !== undefined) return;
  }
  assertVerdict(analysis.finish(), samples.length * MS_PER_SAMPLE, name);
}

function heardTogether(detector: AmdDetector, sounds: readonly Int16Array[]): (AmdVerdict | undefined)[] {
  const analyses = sounds.map(() => detector.analyse());
  const verdicts: (AmdVerdict | undefined)[] = sounds.map(() => undefined);
  const longest = Math.max(...sounds.map(({ length }) => length));
  for (let at = 0; at < longest; at += PACKET)
    sounds.forEach((samples, call) => {
      verdicts[call] ??= analyses[call]?.push(samples.subarray(at, at + PACKET));
    });
  return verdicts.map((verdict, call) => verdict ?? analyses[call]?.finish());
}

function heardInOneArray(detector: AmdDetector, samples: Int16Array): AmdVerdict | undefined {
  const analysis = detector.analyse();
  const reused = new Int16Array(PACKET);
  for (let at = 0; at + PACKET <= samples.length; at += PACKET) {
    reused.set(samples.subarray(at, at + PACKET));
    const verdict = analysis.push(reused);
    reused.fill(0);
    if (verdict !== undefined) return verdict;
  }
  return analysis.finish();
}
