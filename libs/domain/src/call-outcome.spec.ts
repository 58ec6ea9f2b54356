import { resultOf } from './call-outcome.js';
import type { LeadResult } from './lead-status.js';
import type { CallFailure } from './sip-result.js';

const response = (
  sipCode: number,
  more: Partial<Extract<CallFailure, { kind: 'response' }>> = {},
): CallFailure => ({
  kind: 'response',
  sipCode,
  phrase: '',
  ...more,
});
const lead = (failure: CallFailure): LeadResult => resultOf({ kind: 'not-connected', failure });

describe('the result of a failed INVITE', () => {
  const bySipCode: [LeadResult, number[]][] = [
    [{ status: 'BUSY' }, [486, 600]],
    [{ status: 'DECLINE' }, [603, 607]],
    [{ status: 'SERVICE_TEMPORARILY_UNAVAILABLE' }, [500, 502, 503, 504, 580]],
    [{ status: 'FAILURE', subReason: 'no-answer' }, [408, 480, 487]],
    [{ status: 'FAILURE', subReason: 'bad-number' }, [404, 410, 484, 485, 604]],
    [{ status: 'FAILURE', subReason: 'blocked' }, [403, 608]],
    [{ status: 'FAILURE', subReason: 'rejected-by-peer' }, [401, 405, 407, 415, 420, 488, 606]],
    [{ status: 'UNKNOWN' }, [300, 302, 400, 481, 499, 501, 513, 699]],
  ];
  it.each(bySipCode.flatMap(([result, codes]) => codes.map((code) => [code, result] as const)))(
    'maps SIP %i to its status',
    (code, result) => expect(lead(response(code))).toEqual(result),
  );

  const byCause: [LeadResult, number[]][] = [
    [{ status: 'BUSY' }, [17]],
    [{ status: 'SERVICE_TEMPORARILY_UNAVAILABLE' }, [34, 38, 41, 42, 44, 47, 58]],
    [{ status: 'FAILURE', subReason: 'no-answer' }, [18, 19, 20, 31]],
    [{ status: 'FAILURE', subReason: 'bad-number' }, [1, 2, 3, 22, 26, 27, 28]],
    [{ status: 'FAILURE', subReason: 'rejected-by-peer' }, [65, 70, 79]],
    [{ status: 'UNKNOWN' }, [127]],
  ];
  it.each(byCause.flatMap(([result, causes]) => causes.map((cause) => [cause, result] as const)))(
    'lets Q.850 cause %i refine the SIP code',
    (q850Cause, result) => expect(lead(response(480, { q850Cause }))).toEqual(result),
  );

  it('keeps the SIP code’s meaning for a cause it does not know', () => {
    expect(lead(response(486, { q850Cause: 16 }))).toEqual({ status: 'BUSY' });
  });

  it('takes cause 21 as the user’s refusal or the network’s block by its location', () => {
    expect(lead(response(403, { q850Cause: 21, location: 'user' }))).toEqual({ status: 'DECLINE' });
    expect(lead(response(603, { q850Cause: 21, location: 'transit' }))).toEqual({
      status: 'FAILURE',
      subReason: 'blocked',
    });
    expect(lead(response(603, { q850Cause: 21 }))).toEqual({ status: 'DECLINE' });
  });

  it('never attempts a number again that answered 603 Network Blocked', () => {
    expect(lead(response(603, { phrase: 'Network Blocked' }))).toEqual({
      status: 'FAILURE',
      subReason: 'blocked',
      final: true,
    });
  });

  it('tells a ring time-out, silence of the network and a dead transport apart', () => {
    expect(lead({ kind: 'ring-timeout' }).subReason).toBe('no-answer');
    expect(lead({ kind: 'no-response' })).toEqual({
      status: 'SERVICE_TEMPORARILY_UNAVAILABLE',
      subReason: 'no-response',
    });
    expect(lead({ kind: 'transport-failure', message: 'EHOSTUNREACH' }).status).toBe(
      'SERVICE_TEMPORARILY_UNAVAILABLE',
    );
  });
});

describe('the result of an answered call', () => {
  it('ends the lead only when the person was handed over', () => {
    expect(resultOf({ kind: 'transferred' })).toEqual({ status: 'SUCCESS', final: true });
    expect(resultOf({ kind: 'machine' })).toEqual({ status: 'AMD' });
    expect(resultOf({ kind: 'transfer-failed', failure: { reason: 'failed', sipCode: 480 } })).toEqual({
      status: 'FAILURE',
      subReason: 'transfer-failed',
    });
  });
});
