import { ManualClock } from '@marcador/platform/manual-clock.js';
import { CallRate } from './call-rate.js';
import { InviteGate } from './invite-gate.js';

function gateOf(perSecond: number) {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const gate = new InviteGate(new CallRate(perSecond), clock);
  const passed: string[] = [];
  const queue = async (name: string) => {
    const right = await gate.pass();
    passed.push(name);
    return right;
  };
  return { clock, gate, passed, queue };
}

describe('the gate of INVITEs', () => {
  it('lets as many pass at once as the limit allows, and the others in their order when it allows them', async () => {
    const { clock, passed, queue } = gateOf(2);
    for (const name of ['a', 'b', 'c', 'd', 'e']) void queue(name);
    await clock.advance(0);
    expect(passed).toEqual(['a', 'b']);
    await clock.advance(999);
    expect(passed).toEqual(['a', 'b']);
    await clock.advance(1);
    expect(passed).toEqual(['a', 'b', 'c', 'd']);
    void queue('f');
    await clock.advance(1000);
    expect(passed).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('lets the next one pass at once in place of one that does not leave after all', async () => {
    const { clock, gate, passed, queue } = gateOf(1);
    const first = queue('a');
    void queue('b');
    gate.giveBack(await first);
    await clock.advance(0);
    expect(passed).toEqual(['a', 'b']);
  });
});
