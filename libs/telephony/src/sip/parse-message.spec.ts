import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import { parseMessage } from './parse-message.js';

const factory = new LoggerFactory();
factory.builtinEnabled = false;
const logger = factory.getLogger('test');

const invite = (change: Partial<Record<'uri' | 'from' | 'to' | 'contact' | 'via', string>> = {}) =>
  [
    `INVITE ${change.uri ?? 'sip:2001@pbx.test'} SIP/2.0`,
    `Via: SIP/2.0/UDP ${change.via ?? 'pbx.test:5060'};branch=z9hG4bK1`,
    `From: ${change.from ?? '<sip:1@pbx.test>'};tag=a`,
    `To: ${change.to ?? '<sip:2@pbx.test>'}`,
    'Call-ID: 1@pbx',
    'CSeq: 1 INVITE',
    `Contact: ${change.contact ?? '<sip:1@pbx.test>'}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

const parse = (text: string) => {
  const message = parseMessage(text, logger);
  if (!(message instanceof IncomingRequestMessage)) throw new Error('not parsed');
  return message;
};

describe('a message that the grammar refuses', () => {
  it.each([
    ['a tel: URI', '<tel:+4930123456;phone-context=x>', 'sip:+4930123456@tel.invalid'],
    ['an unquoted name beyond ASCII', 'Jörg Müller, Büro <sip:1@pbx.test>', 'sip:1@pbx.test'],
    ['# in the user', '<sip:#21#5@pbx.test>', 'sip:%2321%235@pbx.test'],
    ['_ in the host', '<sip:1@pbx_a.test>', 'sip:1@pbx_a.test'],
  ])('because of %s in From is understood, and answered with the From it had', (_what, from, uri) => {
    const message = parse(invite({ from }));
    expect(message.from.uri.toString()).toBe(uri);
    expect(message.fromTag).toBe('a');
    expect(message.getHeader('from')).toBe(`${from};tag=a`);
  });

  it('because of _ in hosts keeps their names where requests and responses will go', () => {
    const message = parse(
      invite({ via: 'sbc_1.test:5060', contact: '<sip:1@sbc_2.test:5070>', uri: 'sip:1@sbc_3.test' }),
    );
    expect(message.getHeader('via')).toContain('sbc_1.test:5060');
    expect(String((message.parseHeader('contact') as { uri: unknown }).uri)).toBe('sip:1@sbc_2.test:5070');
    expect(message.ruri?.host).toBe('sbc_3.test');
  });

  it('beyond that is none', () => {
    expect(parseMessage(invite({ from: '<sip:1@pbx.test' }), logger)).toBeUndefined();
    expect(parseMessage(invite().replace(/Call-ID.*\r\n/, ''), logger)).toBeUndefined();
  });
});

it('a message that the grammar takes is left as it is', () => {
  const message = parse(invite({ from: '"A" <sip:1@pbx.test>' }));
  expect(message.getHeader('from')).toBe('"A" <sip:1@pbx.test>;tag=a');
});
