import type { AmdAnalysis, AmdDetector } from '@marcador/plugin-api';
import { must, shown, type Rule } from '../rule.js';
import { heard, limitOf, PACKET } from './listening.js';
import { SOUNDS, type Sound } from './sounds.js';

const MS_PER_SAMPLE = 1 / 8;
/** A machine that talks on for so long after the verdict, ms. */
const TALKS_ON_MS = 3000;
const BEEP_MS = 600;
/** What follows the verdict. The first beep is none of the greeting's end. */
const GREETING = [
  ['somebody who talks on', TALKS_ON_MS],
  ['a beep', BEEP_MS],
  ['somebody who talks on', TALKS_ON_MS],
  ['a beep', BEEP_MS],
] as const;
/** Then nothing, for so long that the message has to have begun, ms. */
const QUIET_MS = 15_000;

type InLab = (act: (detector: AmdDetector) => void) => () => Promise<void>;

/** The rules for the end of a greeting. A detector that has no `pushGreeting`, or hears no machine, keeps them. */
export function greetingRules(inLab: InLab): Rule[] {
  return [
    {
      id: 'greeting-known',
      name: 'has pushGreeting in all analyses from their beginning, or in none: so it is known whether messages can be left',
      run: inLab((detector) => {
        const follows = (analysis: AmdAnalysis) => analysis.pushGreeting !== undefined;
        const [first, second] = [detector.analyse(), detector.analyse()];
        const known = follows(first);
        must(follows(second) === known, 'One analysis has pushGreeting, another one has not.');
        heard(first, soundOf('somebody who talks on')(limitOf(detector)));
        must(
          follows(first) === known,
          `After its verdict pushGreeting is ${known ? 'gone' : 'there at once'}.`,
        );
      }),
    },
    {
      id: 'greeting',
      name: 'says that a greeting is over when it is: not before it and its beep have ended, and then it does',
      run: inLab((detector) => {
        const talk = soundOf('somebody who talks on')(limitOf(detector));
        const tone = soundOf('a beep')(BEEP_MS);
        assertWaits(detector.analyse(), talk);
        assertWaits(detector.analyse(), Int16Array.of(...tone, ...talk));
      }),
    },
  ];
}

/** @param beginning up to the verdict; a tone in it is not the beep, for somebody talks on */
function assertWaits(analysis: AmdAnalysis, beginning: Int16Array): void {
  if (analysis.pushGreeting === undefined) return;
  if (heard(analysis, beginning)?.answeredBy !== 'MACHINE') return;
  let heardMs = beginning.length * MS_PER_SAMPLE;
  for (const [name, ms] of GREETING) {
    const said = listened(analysis, soundOf(name)(ms), heardMs);
    must(said === undefined, `It says ${shown(said)} to ${name}.`);
    heardMs += ms;
  }
  const said = listened(analysis, soundOf('the noise of a line')(QUIET_MS), heardMs);
  must(said !== undefined, `It says nothing in ${QUIET_MS} ms after the beep.`);
}

/** @returns the first that is said; it is whole */
function listened(analysis: AmdAnalysis, samples: Int16Array, beforeMs: number): unknown {
  for (let at = 0; at < samples.length; at += PACKET) {
    const said: unknown = analysis.pushGreeting?.(samples.subarray(at, at + PACKET));
    if (said === undefined) continue;
    const { after, atMs } = (said ?? {}) as { readonly after?: unknown; readonly atMs?: unknown };
    must(
      after === 'beep' || after === 'silence',
      `A greeting ends with beep or silence, not ${shown(said)}.`,
    );
    must(
      typeof atMs === 'number' && atMs >= 0 && atMs <= beforeMs + (at + PACKET) * MS_PER_SAMPLE,
      `atMs is within the audio so far, not ${shown(said)}.`,
    );
    return said;
  }
  return undefined;
}

function soundOf(name: string): Sound {
  return SOUNDS[name] ?? (() => new Int16Array());
}
