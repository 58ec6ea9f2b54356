import fc from 'fast-check';
import { AgentLedger, type AgentPromise } from './agent-ledger.js';

describe('the agent ledger', () => {
  it('promises each free agent to one call', () => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['ann', 'bob']);
    expect(ledger.promise('sales')).toBeDefined();
    expect(ledger.promise('sales')).toBeDefined();
    expect(ledger.promise('sales')).toBeUndefined();
    expect(ledger.counts('sales')).toEqual({ free: 2, unpromised: 0, inFlight: 2 });
  });

  it('promises an agent of two queues once, and prefers the agent with the fewest queues', () => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['both', 'ann']);
    ledger.update('care', ['both']);
    expect(ledger.promise('sales')).toBeDefined();
    expect(ledger.promise('care')).toBeDefined();
    expect(ledger.promise('sales')).toBeUndefined();
  });

  it.each([
    ['the hand-over', 'the leaving agent'],
    ['the leaving agent', 'the hand-over'],
  ])('frees the promised agent once %s and then %s is reported, whoever took the call', (first) => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['ann', 'bob', 'cid']);
    const call = ledger.promise('sales') as AgentPromise;
    ledger.promise('sales');
    ledger.beginHandOver(call);
    const leave = () => ledger.update('sales', ['bob', 'cid']);
    const arrive = () => ledger.handedOver(call);
    for (const report of first === 'the hand-over' ? [arrive, leave] : [leave, arrive]) {
      expect(ledger.counts('sales').unpromised).toBeLessThanOrEqual(1);
      report();
    }
    expect(ledger.counts('sales')).toEqual({ free: 2, unpromised: 1, inFlight: 1 });
  });

  it('keeps an agent for a call whose hand-over fails after another agent took a break', () => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['ann', 'bob']);
    const call = ledger.promise('sales') as AgentPromise;
    ledger.beginHandOver(call);
    ledger.update('sales', ['bob']);
    expect(ledger.promise('sales')).toBeUndefined();
    ledger.release(call);
    expect(ledger.promise('sales')).toBeDefined();
  });

  it('sees one departure in two queues as one', () => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['both', 'ann']);
    ledger.update('care', ['both', 'cid']);
    const calls = [ledger.promise('sales'), ledger.promise('care')] as AgentPromise[];
    for (const call of calls) {
      ledger.beginHandOver(call);
      ledger.handedOver(call);
    }
    ledger.update('sales', ['ann']);
    ledger.update('care', ['cid']);
    expect(ledger.counts('sales').unpromised + ledger.counts('care').unpromised).toBe(1);
  });

  it('forgets a queue without taking its agents from other queues, nor a call as arrived', () => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['both', 'ann']);
    ledger.update('care', ['both', 'cid']);
    const call = ledger.promise('care') as AgentPromise;
    ledger.beginHandOver(call);
    ledger.forget('sales');
    ledger.handedOver(call);
    expect(ledger.counts('care')).toEqual({ free: 2, unpromised: 1, inFlight: 0 });
    expect(ledger.counts('sales')).toEqual({ free: 0, unpromised: 0, inFlight: 0 });
  });

  it('lets a call whose agent left for another reason count against the next who becomes free', () => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['ann']);
    ledger.promise('sales');
    ledger.update('sales', []);
    expect(ledger.counts('sales')).toEqual({ free: 0, unpromised: 0, inFlight: 1 });
    ledger.update('sales', ['bob']);
    expect(ledger.promise('sales')).toBeUndefined();
    ledger.update('sales', ['bob', 'ann']);
    expect(ledger.promise('sales')).toBeDefined();
  });

  it('keeps an agent from a call that has not begun while one that rings has lost its own', () => {
    const ledger = new AgentLedger();
    ledger.update('sales', ['ann', 'bob']);
    const rings = ledger.promise('sales') as AgentPromise;
    const begins = ledger.promise('sales') as AgentPromise;
    ledger.update('sales', ['bob']);
    expect([ledger.isBacked(rings), ledger.isBacked(begins)]).toEqual([false, false]);
    ledger.release(begins);
    expect(ledger.isBacked(rings)).toBe(true);
  });

  it('keeps calls in flight within the free agents at every new call, whatever agents and calls do', () => {
    const agents = ['ann', 'bob', 'cid', 'dan'];
    const queuesOf: Record<string, string[]> = {
      ann: ['sales'],
      bob: ['sales', 'care'],
      cid: ['care'],
      dan: ['sales', 'care'],
    };
    const step = fc.oneof(
      fc.record({ do: fc.constant('call' as const), queue: fc.constantFrom('sales', 'care') }),
      fc.record({ do: fc.constant('fail' as const), pick: fc.nat(8) }),
      fc.record({ do: fc.constant('hand-over' as const), pick: fc.nat(8), agent: fc.nat(3) }),
      fc.record({ do: fc.constant('free' as const), agent: fc.constantFrom(...agents) }),
      fc.record({ do: fc.constant('break' as const), agent: fc.constantFrom(...agents) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ledger = new AgentLedger();
        const free = new Set(agents);
        let someoneLeft = false;
        let calls: { promise: AgentPromise; queue: string }[] = [];
        const report = () => {
          for (const queue of ['sales', 'care']) {
            const freeOfQueue = [...free].filter((a) => queuesOf[a]?.includes(queue));
            ledger.update(queue, freeOfQueue);
            expect(ledger.counts(queue).free).toBe(freeOfQueue.length);
          }
        };
        report();
        for (const s of steps) {
          if (s.do === 'call') {
            const promise = ledger.promise(s.queue);
            if (promise === undefined) continue;
            calls.push({ promise, queue: s.queue });
            const freeForQueue = [...free].filter((a) => queuesOf[a]?.includes(s.queue)).length;
            expect(calls.filter((c) => c.queue === s.queue).length).toBeLessThanOrEqual(freeForQueue);
            if (!someoneLeft) expect(calls.length).toBeLessThanOrEqual(free.size);
          } else if (s.do === 'fail' && calls.length > 0) {
            const [call] = calls.splice(s.pick % calls.length, 1);
            if (call) ledger.release(call.promise);
          } else if (s.do === 'hand-over' && calls.length > 0) {
            const call = calls[s.pick % calls.length];
            const takers = [...free].filter((a) => call && queuesOf[a]?.includes(call.queue));
            const taker = takers[s.agent % Math.max(1, takers.length)];
            if (!call || taker === undefined) continue;
            ledger.beginHandOver(call.promise);
            free.delete(taker);
            report();
            calls = calls.filter((c) => c !== call);
            ledger.handedOver(call.promise);
          } else if (s.do === 'free') {
            free.add(s.agent);
            report();
          } else if (s.do === 'break') {
            free.delete(s.agent);
            someoneLeft = true;
            report();
          }
        }
        expect(ledger.counts('sales').inFlight + ledger.counts('care').inFlight).toBe(calls.length);
        for (const { promise } of calls) ledger.release(promise);
        // What is still promised then waits for somebody to be seen taking it.
        for (const queue of ['sales', 'care']) expect(ledger.counts(queue).inFlight).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });
});
