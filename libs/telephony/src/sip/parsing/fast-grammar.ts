import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { parseContacts, parseRecordRoutes } from './address-list.js';
import { parseCSeq } from './cseq.js';
import { parseAddress, parseTaggedAddress } from './name-addr.js';
import { parseCallId, parseContentType, parseNumber } from './plain-values.js';
import { parseSipUri } from './sip-uri.js';
import { parseStartLine } from './start-line.js';
import { parseEvent, parseSubscriptionState } from './subscription.js';
import { parseVia } from './via-parm.js';

/**
 * What is read by hand, by the names of the grammar's rules. Each answers what the grammar would, or `undefined` where
 * it is not certain to.
 */
export const FAST_RULES: ReadonlyMap<string, (input: string) => unknown> = new Map<
  string,
  (input: string) => unknown
>([
  ['Request_Response', parseStartLine],
  ['Via', parseVia],
  ['From', parseTaggedAddress],
  ['To', parseTaggedAddress],
  ['Contact', parseContacts],
  ['Record_Route', parseRecordRoutes],
  ['Refer_To', parseAddress],
  ['CSeq', parseCSeq],
  ['Call_ID', parseCallId],
  ['Content_Length', parseNumber],
  ['Content_Type', parseContentType],
  ['Max_Forwards', parseNumber],
  ['Event', parseEvent],
  ['Subscription_State', parseSubscriptionState],
  ['SIP_URI', parseSipUri],
]);

/** Lets sip.js ask its grammar only for what is not read by hand. */
export function readFastFirst(): void {
  const mutable = Grammar as { parse: (input: string, rule: string) => unknown };
  const grammar = mutable.parse;
  mutable.parse = (input, rule) => FAST_RULES.get(rule)?.(input) ?? grammar(input, rule);
}
