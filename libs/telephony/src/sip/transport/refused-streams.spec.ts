import { connect } from 'node:net';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { WirePeer } from '../../../../../test/peers/support/wire-peer.js';
import { silentLog } from '../../log.js';
import { DEFAULT_ADMISSION, type AdmissionOptions } from '../admission/admission.js';
import { MESSAGE_LIMITS } from '../message-limits.js';
import { SipSocket } from '../sip-socket.js';

let socket: SipSocket;

const open = async (acceptFrom: AdmissionOptions['acceptFrom'] = 'anyone') => {
  socket = await SipSocket.open({
    bind: { address: '127.0.0.1', port: 0 },
    admission: { ...DEFAULT_ADMISSION, acceptFrom },
    clock: new ManualClock('2026-01-01T00:00:00Z'),
    log: silentLog,
  });
};

afterEach(() => socket.close());

const message = (length: string, body = '', extra = '', first = 'OPTIONS sip:a@b SIP/2.0') =>
  [
    first,
    'Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1;rport',
    'From: <sip:a@b>;tag=a',
    'To: <sip:a@b>',
    'Call-ID: 1',
    'CSeq: 1 OPTIONS',
    ...(extra === '' ? [] : [extra]),
    ...(length === '' ? [] : [length]),
    '',
    body,
  ].join('\r\n');
const LONG = `Subject: ${'x'.repeat(MESSAGE_LIMITS.head)}`;

/** What comes back until our side closes the connection. */
async function answerTo(text: string): Promise<string> {
  let answer = '';
  await new Promise<void>((resolve) => {
    const peer = connect(socket.address.port, '127.0.0.1', () => peer.write(text));
    peer.on('data', (chunk) => (answer += chunk.toString()));
    peer.on('error', () => {});
    peer.on('close', () => resolve());
  });
  return answer;
}

describe('a request on a stream that cannot be read on is answered, and the connection closed', () => {
  it.each([
    ['without Content-Length', message(''), '400 Bad Content-Length'],
    ['with a negative one (RFC 4475 §3.1.2.3)', message('Content-Length: -999'), '400 Bad Content-Length'],
    ['with one that is no number', message('Content-Length: five'), '400 Bad Content-Length'],
    ['with two (RFC 4475 §3.3.9)', message('l: 0', '', 'Content-Length: 5'), '400 Bad Content-Length'],
    ['with a body that is too large', message('Content-Length: 99999'), '513 Message Too Large'],
    ['with a head that is too large', message('l: 0', '', LONG), '513 Message Too Large'],
    ['with a head without end', message('l: 0', '', LONG).trimEnd(), '513 Message Too Large'],
  ])('%s', async (_what, text, status) => {
    await open();
    const answer = await answerTo(message('Content-Length: 0') + text);
    // What came before it is answered too, and the Via is as we send it to nobody else.
    expect(answer.match(/^SIP\/2\.0 .*$/gm)).toEqual(['SIP/2.0 200 OK', `SIP/2.0 ${status}`]);
    expect(answer).not.toContain('flow');
    expect(answer.match(/;received=127\.0\.0\.1/g)).toHaveLength(2);
  });
});

describe('nothing is said, and the connection closed, when it', () => {
  it.each([
    ['is a response', message('', '', '', 'SIP/2.0 200 OK'), 'unreadable'],
    ['is no SIP', 'GET / HTTP/1.1\r\n\r\n', 'unreadable'],
    ['has no header field to go back by', `OPTIONS sip:a@b SIP/2.0\r\n${LONG}`, 'unreadable'],
  ] as const)('%s', async (_what, text, counted) => {
    await open();
    expect(await answerTo(text)).toBe('');
    expect(socket.admission.refused[counted]).toBe(1);
  });

  it('comes from a stranger', async () => {
    await open('peers');
    expect(await answerTo(message('Content-Length: -1'))).toBe('');
    expect(socket.admission.refused.strangers).toBe(1);
  });
});

it('a request whose head is too large for us is answered with 513 as a datagram too', async () => {
  await open();
  const peer = await WirePeer.open();
  peer.send(
    message('', '', '', 'SIP/2.0 200 OK').replace('\r\n\r\n', `\r\n${LONG}\r\n\r\n`),
    socket.address.port,
  );
  peer.send(message('', '', LONG), socket.address.port);
  expect((await peer.next('513')).header('call-id')).toBe('1');
  expect(socket.admission.refused.unreadable).toBe(1);
  await peer.close();
});
