import fc from 'fast-check';
import { cseq, formatMessage, header, headers, parameter, parseMessage } from './message.js';

const BASE = [
  'INVITE sip:551199@carrier.example SIP/2.0',
  'v: SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1;rport',
  'Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK0',
  'f: "Ana; Inc" <sip:1001@carrier.example;x=1>;tag=a',
  't: <sip:551199@carrier.example>',
  'i: call-1',
  'CSeq: 7 INVITE',
  'Subject: folded',
  '  line',
];

it('reads compact names, folded lines and the body', () => {
  const message = parseMessage(`${BASE.join('\r\n')}\r\n\r\nv=0\r\n`);
  expect(message).toMatchObject({ method: 'INVITE', uri: 'sip:551199@carrier.example', body: 'v=0\r\n' });
  if (message === undefined) return;
  expect(headers(message, 'via')).toHaveLength(2);
  expect(header(message, 'subject')).toBe('folded line');
  expect(cseq(message)).toEqual({ number: 7, method: 'INVITE' });
});

it('takes parameters of the header, not of the URI in it', () => {
  expect(parameter('<sip:a@b;tag=uri>;tag=header', 'tag')).toBe('header');
  expect(parameter('<sip:a@b;tag=uri>', 'tag')).toBeUndefined();
  expect(parameter('SIP/2.0/UDP h;branch=z9;rport', 'rport')).toBe('');
});

it.each([
  ['no blank line', BASE.join('\r\n')],
  ['no Call-ID', `${BASE.filter((line) => !line.startsWith('i:')).join('\r\n')}\r\n\r\n`],
  ['another version', `${BASE.join('\r\n').replace(' SIP/2.0\r', ' SIP/3.0\r')}\r\n\r\n`],
  ['keep-alive', '\r\n\r\n'],
])('drops what cannot be answered: %s', (_, text) => {
  expect(parseMessage(text)).toBeUndefined();
});

it('never throws, whatever arrives', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...BASE.keys()), (noise, line) => {
      const lines = BASE.with(line, noise);
      parseMessage(`${lines.join('\r\n')}\r\n\r\n`);
      parseMessage(noise);
    }),
  );
});

it('counts the length of the body in bytes', () => {
  expect(formatMessage('SIP/2.0 200 OK', [], 'ação')).toContain('Content-Length: 6\r\n\r\nação');
});
