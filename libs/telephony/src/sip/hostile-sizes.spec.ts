import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import { mendSipJs } from './mends.js';
import { readHead } from './message-head.js';
import { parseMessage } from './parse-message.js';
import { q850ReasonOf } from './reason-header.js';
import { statelessReply } from './stateless-reply.js';
import { responseTarget, uriAddress, uriUser, withSource } from './via.js';

mendSipJs();
const factory = new LoggerFactory();
factory.builtinEnabled = false;
const logger = factory.getLogger('test');

/** Five times a datagram: what grows with the square of it would take longer than a test may. */
const SIZE = 300_000;
const much = (part: string) => part.repeat(SIZE / part.length);

const message = (fields: string, first = 'OPTIONS sip:2001@pbx.test SIP/2.0') =>
  [
    first,
    'Via: SIP/2.0/UDP pbx.test;branch=z9hG4bK1',
    'From: <sip:1@pbx.test>;tag=a',
    'To: <sip:2@pbx.test>',
    'Call-ID: 1',
    'CSeq: 1 OPTIONS',
    fields,
    '',
    '',
  ].join('\r\n');

const REPEATED = ['a', ' ', ':', '"\\"', 'sip:;', ';a', '@', 'tel:', '<sip:a>', '\r\n '];
const FIELDS = ['Via', 'From', 'Contact', 'Refer-To', 'Reason'];

/** All that is done with a message before a user agent has it. */
function handle(text: string): void {
  const head = readHead(text);
  if (head?.kind === 'request') {
    withSource(head.via, { host: '192.0.2.1', port: 5060 });
    statelessReply(head, text);
    uriUser(head.requestUri);
    uriAddress(head.requestUri);
  }
  if (head !== undefined) responseTarget(head.via);
  const parsed = parseMessage(text, logger);
  if (parsed !== undefined) q850ReasonOf(parsed);
}

describe('a message of any size is read in a time that grows no faster than it', () => {
  it.each(FIELDS)('with a long %s', (name) => {
    for (const part of REPEATED) handle(message(`${name}: ${much(part)}`));
  });

  it('with a long request URI', () => {
    for (const part of REPEATED) handle(message('X: y', `OPTIONS sip:${much(part)} SIP/2.0`));
  });

  it('with many fields', () => {
    for (const line of ['a\r\n', 'a:b\r\n', 'Via: SIP/2.0/UDP a\r\n', 'Contact: <sip:a@b>\r\n'])
      handle(message(much(line)));
  });

  it('and a reason is found behind a quoted string', () => {
    const request = new IncomingRequestMessage();
    request.addHeader('reason', 'SIP;cause=200;text="a, \\"b", Q.850;cause=17');
    expect(q850ReasonOf(request)).toEqual({ q850Cause: 17 });
  });
});
