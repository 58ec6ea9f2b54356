import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { NO_HOST } from '../sip/repair-message.js';
import type { Resend } from '../sip/resend.js';

/** The redirections that name other addresses of the called party: not a proxy (305), not another service (380). */
const FOLLOWED = [300, 301, 302];

/**
 * Sends a redirected INVITE to the addresses its 3xx names (RFC 3261 §8.1.3.4): by preference, each once, and not more
 * than so many in all. Only to other hosts of the same number: nobody else was cleared by the do-not-call service.
 */
export function followRedirections(request: OutgoingRequestMessage, most: number): Resend {
  const tried = new Set([keyOf(request.ruri)]);
  const number = numberOf(request.ruri);
  let targets: URI[] = [];
  return (response) => {
    const { statusCode = 0 } = response;
    if (FOLLOWED.includes(statusCode)) targets = [...targets, ...contactsOf(response, number)];
    // Whoever speaks for all addresses (6xx) has spoken.
    const next = statusCode < 600 ? targets.find((uri) => !tried.has(keyOf(uri))) : undefined;
    if (next === undefined || tried.size > most) return false;
    tried.add(keyOf(next));
    Object.assign(request, { ruri: next });
    return true;
  };
}

function contactsOf(response: IncomingResponseMessage, number: string): URI[] {
  return response
    .getHeaders('contact')
    .flatMap((_, index) => {
      const contact = response.parseHeader('contact', index) as { uri: URI; getParam(name: string): unknown };
      const { uri } = contact;
      const isSame = uri.scheme === 'sip' && uri.host !== NO_HOST && numberOf(uri) === number;
      return isSame ? [{ uri: withoutHeaders(uri), q: qOf(contact.getParam('q')) }] : [];
    })
    .sort((a, b) => b.q - a.q)
    .map(({ uri }) => uri);
}

/** Header fields that a URI carries would change our request. */
function withoutHeaders(uri: URI): URI {
  const plain = uri.clone();
  plain.clearHeaders();
  return plain;
}

function qOf(parameter: unknown): number {
  const q = Number(parameter ?? 1);
  return Number.isNaN(q) ? 1 : q;
}

/** A global number is written with and without its plus sign. */
function numberOf(uri: URI): string {
  return (uri.user ?? '').replace(/^\+/, '');
}

function keyOf(uri: URI): string {
  return `${uri.user}@${uri.host.toLowerCase()}:${uri.port ?? ''}`;
}
