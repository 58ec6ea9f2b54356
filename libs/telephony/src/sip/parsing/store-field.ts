import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { headerize } from 'sip.js/lib/core/messages/utils.js';
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import type { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import type { ListedAddress } from './address-list.js';

type Message = IncomingRequestMessage | IncomingResponseMessage;

/** Keeps a header field in a message. @returns false when its value cannot be read */
type Store = (message: Message, value: string) => boolean;

/** Header fields that sip.js wants parsed, by their names in lower case and their compact forms (RFC 3261 §7.3.3). */
const STORES: ReadonlyMap<string, Store> = new Map<string, Store>([
  ...named(['via', 'v'], storeVia),
  ...named(
    ['from', 'f'],
    storeParsed('From', 'From', (message, from: NameAddrHeader) => {
      message.from = from;
      message.fromTag = tagOf(from);
    }),
  ),
  ...named(
    ['to', 't'],
    storeParsed('To', 'To', (message, to: NameAddrHeader) => {
      message.to = to;
      message.toTag = tagOf(to);
    }),
  ),
  ...named(
    ['call-id', 'i'],
    storeParsed('Call-ID', 'Call_ID', (message, callId: string) => (message.callId = callId)),
  ),
  ...named(
    ['cseq'],
    storeParsed('CSeq', 'CSeq', (message, cseq: { value: number; method: string }) => {
      message.cseq = cseq.value;
      if (message instanceof IncomingResponseMessage) message.method = cseq.method;
    }),
  ),
  ...named(
    ['refer-to', 'r'],
    storeParsed('Refer-To', 'Refer_To', (message, referTo: NameAddrHeader) => {
      // Its declaration says string; sip.js itself keeps the address.
      message.referTo = referTo as unknown as string;
    }),
  ),
  ...named(['contact', 'm'], storeListed('Contact', 'Contact')),
  ...named(['record-route'], storeListed('Record-Route', 'Record_Route')),
  ...named(['content-length', 'l'], storeParsed('Content-Length', 'Content_Length')),
  ...named(['content-type', 'c'], storeParsed('Content-Type', 'Content_Type')),
  ...named(['max-forwards'], storeParsed('Max-Forwards', 'Max_Forwards')),
]);

/** The canonical names of further fields that are frequent: to make one takes as long as to read a field. */
const CANONICAL: ReadonlyMap<string, string> = new Map(
  [
    ...['Allow', 'Supported', 'User-Agent', 'Server', 'Route', 'Event', 'Subscription-State', 'Reason'],
    ...['Require', 'Accept', 'Expires', 'Session-Expires', 'Min-SE', 'Referred-By', 'P-Asserted-Identity'],
    ...[
      'Warning',
      'Date',
      'Allow-Events',
      'RSeq',
      'RAck',
      'Retry-After',
      'Authorization',
      'WWW-Authenticate',
      'Proxy-Authenticate',
    ],
    ...['Proxy-Authorization', 'Content-Disposition', 'Privacy', 'Timestamp', 'Organization'],
  ].map((name) => [name.toLowerCase(), name]),
);

/**
 * Keeps a header field in a message as the Parser of sip.js does, but for challenges, which it reads one of, and only
 * with MD5: digest/challenge.ts reads them.
 * @param name in lower case
 * @returns false when it is one that sip.js works with and its value cannot be read
 */
export function storeField(message: Message, name: string, value: string): boolean {
  const store = STORES.get(name);
  if (store !== undefined) return store(message, value);
  add(message, CANONICAL.get(name) ?? headerize(name), value);
  return true;
}

function named(names: readonly string[], store: Store): (readonly [string, Store])[] {
  return names.map((name) => [name, store]);
}

/** Of a field that there is once; of several the last counts. */
function storeParsed<T>(name: string, rule: string, keep?: (message: Message, parsed: T) => void): Store {
  return (message, value) => {
    const parsed = parse<T>(value, rule);
    if (parsed === undefined) return false;
    message.headers[name] = [{ raw: value, parsed }];
    keep?.(message, parsed);
    return true;
  };
}

/** The addresses of one field, and of several such fields, stand beside each other. */
function storeListed(name: string, rule: string): Store {
  return (message, value) => {
    const addresses = parse<ListedAddress[]>(value, rule);
    if (!Array.isArray(addresses)) return false;
    for (const { position, offset, parsed } of addresses)
      add(message, name, value.slice(offset, position), parsed);
    return true;
  };
}

/** Only the first Via is read: it is the one that was written for us. */
function storeVia(message: Message, value: string): boolean {
  if (message.headers.Via !== undefined) {
    add(message, 'Via', value);
    return true;
  }
  const via = parse<{ branch: string }>(value, 'Via');
  if (via === undefined) return false;
  add(message, 'Via', value, via);
  message.via = via as unknown as Message['via'];
  message.viaBranch = via.branch;
  return true;
}

function add(message: Message, name: string, raw: string, parsed?: unknown): void {
  const field = parsed === undefined ? { raw } : { raw, parsed };
  const fields = message.headers[name];
  if (fields === undefined) message.headers[name] = [field];
  else fields.push(field);
}

function parse<T>(value: string, rule: string): T | undefined {
  const parsed = Grammar.parse(value, rule) as T | -1;
  return parsed === -1 ? undefined : parsed;
}

function tagOf(address: NameAddrHeader): string {
  // sip.js says that there always is one; it goes by its absence too.
  return address.getParam('tag') as string;
}
