import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { decodeGrammarOnce } from './decoded-grammar.js';

const SAMPLES: readonly (readonly [rule: string, input: string])[] = [
  ['Request_Response', 'INVITE sip:4930@pbx.test;user=phone SIP/2.0'],
  ['Request_Response', 'SIP/2.0 603 Network Blocked'],
  ['Via', 'SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1;rport=5061;received=127.0.0.1'],
  ['From', '"A \\"b\\" c" <sip:2001@pbx.test>;tag=abc'],
  ['To', 'sip:700@[::1]:5070;tag=x'],
  ['Contact', '<sip:1@a.test>;expires=60, <sip:2@b.test;lr>'],
  ['CSeq', '4711 INVITE'],
  ['WWW_Authenticate', 'Digest realm="x", nonce="y", qop="auth,auth-int", stale=TRUE, algorithm=MD5'],
  ['Record_Route', '<sip:a.test;lr>,<sip:b.test;lr>'],
  ['CSeq', 'not a number'],
];

const parseAll = () => SAMPLES.map(([rule, input]) => JSON.stringify(Grammar.parse(input, rule)));

describe('the grammar with its bytecode decoded once', () => {
  it('parses as the stock one does', () => {
    const stock = parseAll();
    const before = Grammar.parse;
    expect(decodeGrammarOnce()).toBe(true);
    expect(Grammar.parse).not.toBe(before);
    expect(parseAll()).toEqual(stock);
    expect(stock.at(-1)).toBe('-1');
  });
});
