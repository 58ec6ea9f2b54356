import { withOwnPort } from './own-port.js';

const message = (host: string, port: number) =>
  [
    'INVITE sip:4930123456@pbx.test SIP/2.0',
    `Via: SIP/2.0/TLS ${host}:${port};branch=z9hG4bK1;rport`,
    `From: <sip:2001@${host}:5061>;tag=a`,
    `Contact: <sip:2001@${host}:${port};transport=tls>`,
    '',
    `Contact: <sip:2001@${host}:5061>`,
  ].join('\r\n');

describe('a message that leaves over the only connection we can be reached by', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '[2001:db8::1]'],
  ])('names its port in Via and Contact, and changes nothing else: %s', (host, written) => {
    expect(withOwnPort(message(written, 5061), { host, port: 5061 }, 40_000)).toBe(message(written, 40_000));
  });

  it('leaves other addresses alone that begin like ours', () => {
    const others = message('192.0.2.1', 50_610)
      .replace(/From.*\r\n/, '')
      .replace(/\r\n\r\n[^]*/, '\r\n\r\n');
    expect(withOwnPort(others, { host: '192.0.2.1', port: 5061 }, 40_000)).toBe(others);
  });
});
