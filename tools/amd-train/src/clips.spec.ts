import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLabels } from './clips.js';

const HEAD = 'file,label,category,source,beep_at_ms,beep_ms';
const LINES = ['b.wav,HUMAN,short,ann,,', 'a.wav,MACHINE,beep,bob,1200,300', 'c.wav,MACHINE,long,cid,,'];

function labelsOf(lines: readonly string[]) {
  const csv = join(mkdtempSync(join(tmpdir(), 'labels-')), 'labels.csv');
  writeFileSync(csv, [HEAD, ...lines, ''].join('\n'));
  return readLabels(csv);
}

describe('the labels', () => {
  it('are the same in whatever order the lines are', () => {
    expect(labelsOf([...LINES].reverse())).toEqual(labelsOf(LINES));
  });

  it('say where a beep is', () => {
    expect(labelsOf(LINES).map(({ beep }) => beep)).toEqual([
      { atMs: 1200, endMs: 1500 },
      undefined,
      undefined,
    ]);
  });

  it('are people or machines', () => {
    expect(() => labelsOf(['d.wav,ROBOT,long,dan,,'])).toThrow('d.wav is neither HUMAN nor MACHINE');
  });
});
