import { describeRules, runRules, type Rule } from './rule.js';

const kept: Rule = { id: 'kept', name: 'keeps', run: () => Promise.resolve() };
const broken: Rule = { id: 'broken', name: 'breaks', run: () => Promise.reject(new Error('It is broken.')) };

describe('rules', () => {
  it('become tests of whatever runner there is, each with its name and its outcome', async () => {
    const tests: [string, () => Promise<void>][] = [];
    const names: string[] = [];
    describeRules('a plugin', [kept, broken], {
      describe: (name, register) => {
        names.push(name);
        register();
      },
      it: (name, run) => tests.push([name, run]),
    });
    expect(names).toEqual(['a plugin']);
    expect(tests.map(([name]) => name)).toEqual(['keeps', 'breaks']);
    await expect(tests[0]?.[1]()).resolves.toBeUndefined();
    await expect(tests[1]?.[1]()).rejects.toThrow('It is broken.');
  });

  it('are run one after the other, to the last, whatever comes of each', async () => {
    const results: unknown[] = [];
    for await (const result of runRules([broken, kept])) results.push(result);
    expect(results).toEqual([{ rule: broken, broken: new Error('It is broken.') }, { rule: kept }]);
  });
});
