import { fileURLToPath } from 'node:url';
import { readLabels } from '@marcador/amd-train/clips.js';
import { detectorOf, listenToAll, verdictsAsCsv, type Answered } from '../bench/amd-trial.js';

// Synthetic calls that plugins/amd-cadence/clips/make-clips.sh makes, with voices that the model never heard.
const FOLDER = fileURLToPath(new URL('../../plugins/amd-cadence/clips/', import.meta.url));
const clips = readLabels(`${FOLDER}labels.csv`);
const heard = new Map<string, readonly Answered[]>();

function answers(profile: string): readonly Answered[] {
  const known = heard.get(profile);
  if (known !== undefined) return known;
  const { answered } = listenToAll(detectorOf(profile), FOLDER, clips);
  heard.set(profile, answered);
  return answered;
}

const isRight = ({ clip, verdict }: Answered) =>
  (verdict.answeredBy === 'MACHINE') === (clip.label === 'MACHINE');

describe('the detector on calls with voices that it never heard', () => {
  it.each([
    ['fast', 0.8],
    ['balanced', 0.9],
    ['accurate', 0.95],
  ])('is right with the profile %s in at least %d of them', (profile, least) => {
    const wrong = answers(profile).filter((each) => !isRight(each));
    expect(verdictsAsCsv(wrong).split('\n').length - 2).toBeLessThanOrEqual((1 - least) * clips.length);
  });

  it('takes hardly anybody for a machine', () => {
    const people = answers('balanced').filter(({ clip }) => clip.label === 'HUMAN');
    expect(people.filter(isRight).length).toBeGreaterThanOrEqual(people.length - 1);
  });

  it('finds every beep, and none where people speak', () => {
    const all = answers('balanced');
    expect(all.filter(({ beepFound }) => beepFound === false).map(({ clip }) => clip.file)).toEqual([]);
    const people = all.filter(({ clip, hasTone }) => clip.label === 'HUMAN' && hasTone);
    expect(people.map(({ clip }) => clip.file)).toEqual([]);
  });

  it('says by what it knew a machine that does not talk', () => {
    const kinds = answers('balanced')
      .filter(({ clip }) => ['fax', 'intercept', 'silence'].includes(clip.category))
      .map(({ clip, verdict }) => [clip.category, verdict.machine]);
    expect(kinds).toEqual(kinds.map(([category]) => [category, category]));
  });
});
