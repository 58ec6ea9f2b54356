import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { C } from 'sip.js/lib/core/messages/methods/constants.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { InviteClientTransaction } from 'sip.js/lib/core/transactions/invite-client-transaction.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { sendAgain, type Client } from '../send-again.js';
import type { Authenticator, Challenger } from './authenticator.js';
import { readChallenges } from './challenge.js';

const HEADERS = {
  server: { status: 401, challenge: 'www-authenticate', answer: 'Authorization' },
  proxy: { status: 407, challenge: 'proxy-authenticate', answer: 'Proxy-Authorization' },
} as const;
const CHALLENGERS = Object.keys(HEADERS) as Challenger[];

/** A request whose nonce has become too old is sent anew so often. */
const MOST_TRIES = 3;

interface ClientMethods {
  init: Method<Client>;
  authenticationGuard: Method<Client, [message: IncomingResponseMessage, dialog?: Dialog], boolean>;
}

/** A method of sip.js that is replaced. */
type Method<This, Arguments extends unknown[] = [], Result = void> = (
  this: This,
  ...values: Arguments
) => Result;

const authenticators = new WeakMap<UserAgentCore, Authenticator>();

/** Lets an authenticator answer the challenges to a user agent's requests. */
export function authenticateWith(core: UserAgentCore, authenticator: Authenticator): void {
  authenticators.set(core, authenticator);
}

/**
 * Puts our digest in the place of sip.js's, which knows MD5 and one challenge only, never answers beforehand and
 * leaves the credentials out of the ACK.
 */
export function mendAuthentication(): void {
  mendClients();
  const transactions: { ackResponse: Method<InviteClientTransaction, [OutgoingRequestMessage]> } =
    InviteClientTransaction.prototype;
  const { ackResponse } = transactions;
  transactions.ackResponse = function (ack) {
    // The ACK of a 2xx carries the credentials of its INVITE (RFC 3261 §13.2.2.4).
    for (const { answer } of Object.values(HEADERS)) {
      const credentials = this.request.headers[answer];
      if (credentials !== undefined) ack.setHeader(answer, credentials);
    }
    ackResponse.call(this, ack);
  };
}

function mendClients(): void {
  const methods = UserAgentClient.prototype as unknown as ClientMethods;
  const { init } = methods;
  /** How often the challenges of a challenger and realm were answered. */
  const answered = new WeakMap<Client, Map<string, number>>();
  methods.init = function () {
    authorise(this);
    init.call(this);
  };
  methods.authenticationGuard = function (response, dialog) {
    const tries = answered.get(this) ?? new Map<string, number>();
    if (!mayTryAgain(this, response, tries)) return true;
    answered.set(this, tries);
    sendAgain(this, dialog);
    return false;
  };
}

/** Writes the answers to all standing challenges into the request. A CANCEL cannot be challenged (RFC 3261 §22.1). */
function authorise({ core, message }: Client): void {
  const authenticator = authenticators.get(core);
  if (authenticator === undefined || message.method === C.CANCEL || message.method === C.ACK) return;
  const { body } = message;
  const content = typeof body === 'string' ? body : (body?.body ?? '');
  const request = { method: message.method, uri: message.ruri?.toRaw() ?? '', body: content };
  for (const challenger of CHALLENGERS) {
    const values = authenticator.authorizations(challenger, request, message.callId);
    if (values.length > 0) message.setHeader(HEADERS[challenger].answer, values);
  }
}

/** A nonce that was given out for an earlier request may be used up; credentials that were refused are not tried again. */
function mayTryAgain(
  { core, message }: Client,
  response: IncomingResponseMessage,
  tries: Map<string, number>,
): boolean {
  const challenger = CHALLENGERS.find((each) => HEADERS[each].status === response.statusCode);
  const authenticator = authenticators.get(core);
  if (challenger === undefined || authenticator === undefined) return false;
  const challenges = readChallenges(response.getHeaders(HEADERS[challenger].challenge));
  const taken = authenticator.take(challenger, challenges, message);
  for (const { realm, stale } of taken) {
    const key = `${challenger} ${realm}`;
    const before = tries.get(key) ?? 0;
    if (before > 0 && (!stale || before >= MOST_TRIES)) {
      authenticator.forget(challenger, realm);
      return false;
    }
    tries.set(key, before + 1);
  }
  return taken.length > 0;
}
