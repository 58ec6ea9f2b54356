import { checkInvariants, type CampaignLimits, type ServiceClaims } from './invariants.js';
import { readLog } from './simulator-log.js';

const CAMPAIGN: CampaignLimits = {
  name: 'Renewal',
  numbers: ['5541300000', '5541300001', '5541300099'],
  queueId: 'sales',
  maxAttempts: 2,
  retryAfterMs: 1000,
  doNotCall: new Set(['5541300099']),
  checksAreLogged: false,
  open: { from: 0, until: 100_000 },
};
const FINE: ServiceClaims = { recordedCalls: new Map([['5541300000', 1]]), unfinishedLeads: 0 };

const invite = (at: number, callId: string, number = '5541300000', from = 'port1') => ({
  type: 'invite',
  at,
  callId,
  from,
  number,
});
const rejected = (at: number, callId: string) => ({ type: 'rejected', at, callId });
const agent = (at: number, agentId: string, free: boolean, callId?: string) => ({
  type: 'agent',
  at,
  agentId,
  queues: ['sales'],
  free,
  ...(callId === undefined ? {} : { callId }),
});
const ANN = agent(0, 'ann', true);
const BOB = agent(0, 'bob', true);

function broken(
  events: Parameters<typeof readLog>[0],
  claims: ServiceClaims = FINE,
  ports = 5,
  campaign = CAMPAIGN,
): number[] {
  return checkInvariants(readLog(events), [campaign], ports, claims).map(({ invariant }) => invariant);
}

describe('the check of the invariants', () => {
  it('is content with a call for a free agent that is recorded', () => {
    expect(
      broken([ANN, invite(10, 'a'), { type: 'ringing', at: 11, callId: 'a' }, rejected(20, 'a')]),
    ).toEqual([]);
  });

  it('finds a message over a greeting, and one that a person hears (7)', () => {
    const heard = (heardBy: string, overMs: number) => ({ type: 'message-ended', at: 15, heardBy, overMs });
    const call = [ANN, invite(10, 'a')];
    expect(broken([...call, { ...heard('machine', 0), callId: 'a' }])).toEqual([]);
    expect(broken([...call, { ...heard('machine', 20), callId: 'a' }])).toEqual([7]);
    expect(broken([...call, { ...heard('person', 0), callId: 'a' }])).toEqual([7]);
  });

  it('finds a number of the do-not-call list, and one of no campaign (1)', () => {
    const recordedCalls = new Map([['5541300099', 1]]);
    expect(broken([ANN, invite(10, 'a', '5541300099')], { ...FINE, recordedCalls })).toEqual([1]);
    expect(broken([ANN, invite(10, 'a', '999')])).toEqual([1]);
  });

  it('finds a number that was not asked about, or without a clear answer, before each of its calls (1)', () => {
    const query = (at: number, more: object = {}) => ({
      type: 'dnc-query',
      at,
      number: '5541300000',
      listed: false,
      ...more,
    });
    const checked = { ...CAMPAIGN, checksAreLogged: true };
    const claims = { ...FINE, recordedCalls: new Map([['5541300000', 2]]) };
    const found = (...events: Parameters<typeof readLog>[0]) => broken([ANN, ...events], claims, 5, checked);
    const first = [invite(10, 'a'), rejected(20, 'a')];
    expect(found(query(5), ...first, query(4000), invite(5000, 'b'))).toEqual([]);
    expect(found(...first)).toEqual([1]);
    expect(found(query(5), ...first, invite(5000, 'b'))).toEqual([1]);
    expect(found(query(5, { fault: 'html' }), ...first)).toEqual([1]);
    expect(found(query(5, { listed: true }), ...first)).toEqual([1]);
    expect(found(query(5, { number: '5541300001' }), ...first)).toEqual([1]);
  });

  it('finds more than max attempts (2)', () => {
    const thrice = [0, 5000, 10_000].flatMap((at) => [invite(at, `c${at}`), rejected(at + 1, `c${at}`)]);
    expect(broken([ANN, ...thrice], { ...FINE, recordedCalls: new Map([['5541300000', 3]]) })).toEqual([2]);
  });

  it('finds a number that is in two calls at once (2)', () => {
    const twice = [ANN, BOB, invite(0, 'a'), invite(5000, 'b', '5541300000', 'port2')];
    expect(broken(twice, { ...FINE, recordedCalls: new Map([['5541300000', 2]]) })).toEqual([2]);
  });

  it('finds a call outside the campaign’s hours (2)', () => {
    expect(broken([ANN, invite(10, 'a')], FINE, 5, { ...CAMPAIGN, open: { from: 11, until: 20 } })).toEqual([
      2,
    ]);
    expect(broken([ANN, invite(100_001, 'a')])).toEqual([2]);
  });

  it('finds more calls in flight than free agents, and lets a taken call not count (3)', () => {
    const recordedCalls = new Map([
      ['5541300000', 1],
      ['5541300001', 1],
    ]);
    const second = invite(20, 'b', '5541300001', 'port2');
    expect(broken([ANN, invite(10, 'a'), second], { ...FINE, recordedCalls })).toEqual([3]);
    expect(
      broken([ANN, BOB, invite(10, 'a'), agent(15, 'bob', false, 'a'), second], { ...FINE, recordedCalls }),
    ).toEqual([]);
    expect(broken([agent(0, 'ann', false), invite(10, 'a')])).toEqual([3]);
  });

  it('finds more calls than ports, and two on one port (3)', () => {
    const recordedCalls = new Map([
      ['5541300000', 1],
      ['5541300001', 1],
    ]);
    const onTwoPorts = [ANN, BOB, invite(10, 'a'), invite(20, 'b', '5541300001', 'port2')];
    expect(broken(onTwoPorts, { ...FINE, recordedCalls }, 1)).toEqual([3]);
    expect(
      broken([ANN, BOB, invite(10, 'a'), invite(20, 'b', '5541300001')], { ...FINE, recordedCalls }),
    ).toEqual([3]);
  });

  it('finds an INVITE without a call record, and leads that are not finished (4)', () => {
    expect(broken([ANN, invite(10, 'a')], { recordedCalls: new Map(), unfinishedLeads: 0 })).toEqual([4]);
    expect(broken([ANN, invite(10, 'a')], { ...FINE, unfinishedLeads: 3 })).toEqual([4]);
  });

  it('finds a retry that comes too early (5)', () => {
    const early = [ANN, invite(0, 'a'), rejected(100, 'a'), invite(1099, 'b')];
    expect(broken(early, { ...FINE, recordedCalls: new Map([['5541300000', 2]]) })).toEqual([5]);
  });
});
