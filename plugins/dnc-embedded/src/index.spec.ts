import { definitionOf, type DncProvider, type NumberSet, type PluginHost } from '@marcador/plugin-api';
import { describeDncProvider, uploadedNumbers } from '@marcador/plugin-testkit';
import plugin from './index.js';

const signal = new AbortController().signal;

function provider(numbers: Partial<NumberSet>): DncProvider {
  const host = { numbers } as unknown as PluginHost;
  return definitionOf(plugin)?.definition.create({}, host) as DncProvider;
}

describeDncProvider('the embedded do-not-call list, as a provider,', { plugin, outside: uploadedNumbers() });

describe('the embedded do-not-call list', () => {
  it('keeps numbers, so that administrators may upload a list', () => {
    expect(definitionOf(plugin)).toMatchObject({ kind: 'dnc-provider', definition: { keepsNumbers: true } });
  });

  it('reports as health how many numbers it holds, and of which day they are', async () => {
    const numbers = { count: () => Promise.resolve(3), listDate: () => Promise.resolve('2026-11-20') };
    const report = await provider(numbers).health?.(signal);
    expect(report).toMatchObject({ healthy: true, message: 'Numbers on the list: 3, as of 2026-11-20.' });
    const undated = { count: () => Promise.resolve(3), listDate: () => Promise.resolve(undefined) };
    expect((await provider(undated).health?.(signal))?.message).toContain('not known');
    const empty = { count: () => Promise.resolve(0), listDate: () => Promise.resolve(undefined) };
    expect(await provider(empty).health?.(signal)).toMatchObject({
      ...{ healthy: true, message: 'No list of numbers was uploaded yet.' },
    });
  });
});
