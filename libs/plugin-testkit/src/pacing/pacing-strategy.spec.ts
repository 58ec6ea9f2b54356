import { definePacingStrategy, type PacingState, type PacingStrategy } from '@marcador/plugin-api';
import { z } from 'zod';
import { runRules } from '../rule.js';
import { pacingStrategyRules } from './pacing-strategy.js';

const good = ({ unpromisedAgents, idlePorts }: PacingState) => Math.min(unpromisedAgents, idlePorts);
const timers: NodeJS.Timeout[] = [];

afterEach(() => timers.splice(0).forEach((timer) => clearTimeout(timer)));

async function brokenBy(callsToBegin: PacingStrategy['callsToBegin']): Promise<string[]> {
  const plugin = definePacingStrategy({
    id: 'acme',
    displayName: 'Acme',
    config: z.object({}),
    create: () => ({ callsToBegin }),
  });
  const ids: string[] = [];
  for await (const { rule, broken } of runRules(pacingStrategyRules({ plugin, patienceMs: 50 })))
    if (broken) ids.push(rule.id);
  return ids;
}

/** Fewer with each question. */
function tired(): PacingStrategy['callsToBegin'] {
  let asked = 0;
  return (state) => good(state) + (asked++ % 7);
}

describe('the rules for pacing strategies', () => {
  it('are kept by one that does as the contract says', async () => {
    await expect(brokenBy(good)).resolves.toEqual([]);
  });

  it('are kept by one that asks for more than the host will begin', async () => {
    await expect(brokenBy(({ freeAgents }) => 2 * freeAgents)).resolves.toEqual([]);
  });

  it.each<[string, PacingStrategy['callsToBegin'], ...string[]]>([
    ['answers a negative number', (s) => (s.idlePorts === 0 ? -1 : good(s)), 'whole-number'],
    ['answers half a call', (s) => (s.idlePorts === 1 ? 0.5 : good(s)), 'whole-number'],
    ['divides by zero', (s) => (s.freeAgents === 0 ? 0 / s.freeAgents : good(s)), 'whole-number'],
    ['answers a text', (s) => (s.idlePorts === 7 ? ('3' as never) : good(s)), 'whole-number'],
    ['answers nothing', (s) => (s.idlePorts === 7 ? (undefined as never) : good(s)), 'whole-number'],
    ['remembers what it was asked', tired(), 'pure'],
    ['never begins a call', () => 0, 'begins'],
    [
      'changes the state',
      (s) => {
        const calls = good(s);
        (s as { idlePorts: number }).idlePorts += 0.5;
        return calls;
      },
      'leaves-state',
    ],
    [
      'asks a clock',
      (s) => {
        timers.push(setTimeout(() => {}, 60_000));
        return good(s);
      },
      'closes',
      'no-outside',
    ],
  ])('catch one that %s', async (_what, callsToBegin, ...rules) => {
    await expect(brokenBy(callsToBegin)).resolves.toEqual(rules);
  });
});
