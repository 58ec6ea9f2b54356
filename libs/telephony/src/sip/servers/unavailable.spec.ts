import { readHead } from '../message-head.js';
import { readUnavailable } from './unavailable.js';

function read(method: string, ...fields: readonly string[]) {
  const text = [
    'SIP/2.0 503 Service Unavailable',
    'Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKone',
    'Call-ID: one',
    `CSeq: 1 ${method}`,
    ...fields,
    'Content-Length: 0',
    '',
    'Retry-After: 30',
    'Reason: Q.850;cause=34',
  ].join('\r\n');
  const head = readHead(text);
  if (head?.kind !== 'response') throw new Error('no response');
  return readUnavailable(head, text);
}

describe('a 503', () => {
  it('is of the server where it says until when, whatever became of the call (RFC 3261 §21.5.4)', () => {
    expect(read('INVITE', 'Retry-After: 20 (busy)')).toEqual({ of: 'server', retryAfterMs: 20_000 });
    expect(read('INVITE', 'Reason: Q.850;cause=34', 'retry-after:\r\n 20')).toEqual({
      of: 'server',
      retryAfterMs: 20_000,
    });
    expect(read('REGISTER', 'Retry-After: 20')).toEqual({ of: 'server', retryAfterMs: 20_000 });
  });

  it.each(['REGISTER', 'OPTIONS'])('to %s is of the server', (method) => {
    expect(read(method)).toEqual({ of: 'server' });
    expect(read(method, 'Retry-After: 0')).toEqual({ of: 'server' });
  });

  it('with the cause of the telephone network is of the one call', () => {
    expect(read('INVITE', 'Reason: SIP;cause=503, Q.850;cause=41;text="Temporary failure"')).toEqual({
      of: 'call',
    });
  });

  it('that says neither may be of either', () => {
    const either = { of: 'either', branch: 'z9hG4bKone' };
    expect(read('INVITE')).toEqual(either);
    expect(read('INVITE', 'Retry-After: 0')).toEqual(either);
    expect(read('INVITE', 'Reason: SIP;cause=503;text="Q.850;cause=34"')).toEqual(either);
  });
});
