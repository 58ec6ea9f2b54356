import { randomBytes } from 'node:crypto';
import { UserAgent } from 'sip.js/lib/api/user-agent.js';
import { SIPExtension } from 'sip.js/lib/api/user-agent-options.js';
import type { SessionDescriptionHandlerFactory } from 'sip.js/lib/api/session-description-handler-factory.js';
import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { URI } from 'sip.js/lib/grammar/uri.js';
import { TAG_LENGTH } from './demultiplexer.js';
import { Authenticator } from './digest/authenticator.js';
import type { DigestCredentials } from './digest/authorization.js';
import { authenticateWith } from './digest/mend-authentication.js';
import type { RequestHead } from './message-head.js';
import { mendSipJs } from './mends.js';
import { parseMessage } from './parse-message.js';
import { keepSessionDescription } from './session-body.js';
import type { SipSocket } from './sip-socket.js';
import type { TrunkServers } from './servers/trunk-servers.js';
import { SharedTransport } from './shared-transport.js';
import { literal } from './transport/hop.js';
import { branchOf } from './via.js';

export interface UserAgentSettings {
  readonly socket: SipSocket;
  /** Where its requests go; without them they go where their request URI points. */
  readonly servers?: TrunkServers;
  /** The user part of its address and of its contact. */
  readonly user: string;
  /** The host part of its address of record. */
  readonly domain: string;
  readonly credentials?: DigestCredentials;
  /** The only realms whose challenges are answered. @default as {@link Authenticator} says */
  readonly realms?: readonly string[] | undefined;
  /** What its User-Agent header field says. */
  readonly product: string;
  /** Makes the media of its calls; needed for INVITEs with SDP either way. */
  readonly media?: SessionDescriptionHandlerFactory;
  /** Sees every response before its transaction does. */
  readonly onResponse?: (response: IncomingResponseMessage) => void;
  /** Whether it knows session timers (RFC 4028). @default false */
  readonly sessionTimer?: boolean;
}

/**
 * Starts a user agent of sip.js with the mends that it needs, on the shared socket. It answers OPTIONS with 200 and
 * unknown methods with 405; what its `delegate` does not take it refuses (INVITE 486, NOTIFY 481, else 405).
 * `userAgent.stop()` ends its calls, and what is still on the wire with it.
 */
export async function startUserAgent(settings: UserAgentSettings): Promise<UserAgent> {
  mendSipJs();
  const { socket, servers, user, domain, credentials, media } = settings;
  const transport = servers?.transport ?? 'udp';
  const { host, port } = socket.addressFor(transport);
  const tag = randomTag();
  const userAgent = new UserAgent({
    uri: new URI('sip', user, domain),
    contactName: user,
    contactParams: {},
    viaHost: `${literal(host)}:${port}`,
    forceRport: true,
    sipjsId: tag,
    transportConstructor: SharedTransport,
    transportOptions: { socket, tag, user, servers },
    ...(media === undefined ? {} : { sessionDescriptionHandlerFactory: media }),
    delegate: {},
    sipExtension100rel: SIPExtension.Supported,
    sipExtensionExtraSupported: [...(settings.sessionTimer === true ? ['timer'] : []), 'norefersub'],
    sendInitialProvisionalResponse: false,
    userAgentString: settings.product,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logLevel: 'error',
    // It gets every level, whatever the log level is: what is no warning would cost more than the call.
    logConnector: (level, category, _label, content) => {
      if (level === 'error' || level === 'warn') socket.log.debug({ category, content }, 'sip.js');
    },
  });
  if (credentials !== undefined) {
    const onStranger = (realm: string) =>
      socket.log.warn({ port: user, realm }, 'SIP challenge of a strange realm not answered');
    const authenticator = new Authenticator(credentials, { realms: settings.realms, onStranger });
    authenticateWith(userAgent.userAgentCore, authenticator);
  }
  // Otherwise the Via's host and port would become the host of the contact.
  userAgent.contact.uri = new URI('sip', user, literal(host), port, transport === 'udp' ? {} : { transport });
  userAgent.transport.onMessage = (text) => deliver(userAgent, text, settings);
  if (userAgent.transport instanceof SharedTransport)
    userAgent.transport.isKnown = (request) => isKnown(userAgent, request);
  await userAgent.start();
  return userAgent;
}

/**
 * What UserAgent.onTransportMessage does, but for two of its checks: it drops responses whose Via has a port, and its
 * core refuses requests whose URI names another user, which the socket has decided already.
 */
function deliver(userAgent: UserAgent, text: string, { socket, onResponse }: UserAgentSettings): void {
  const message = parseMessage(text, userAgent.getLogger('sip.Parser'));
  if (message === undefined) {
    if (userAgent.transport instanceof SharedTransport) userAgent.transport.unreadable();
    return;
  }
  const core = userAgent.userAgentCore;
  if (!(message instanceof IncomingRequestMessage)) {
    if (!core.userAgentClients.has(message.viaBranch + message.method)) {
      socket.admission.refuse('strayResponses');
      return;
    }
    keepSessionDescription(message);
    onResponse?.(message);
    core.receiveIncomingResponseFromTransport(message);
    return;
  }
  keepSessionDescription(message);
  const own = core.configuration.aor;
  if (message.ruri !== undefined) core.configuration.aor = message.ruri;
  try {
    core.receiveIncomingRequestFromTransport(message);
  } finally {
    core.configuration.aor = own;
  }
}

function isKnown({ userAgentCore: core }: UserAgent, request: RequestHead): boolean {
  const { callId, toTag = '', fromTag = '', via } = request;
  if (core.dialogs.has(callId + toTag + fromTag)) return true;
  // The dialog of a BYE is gone; the BYE may come again as long as its answer may have been lost.
  const received = core.userAgentServers.get(branchOf(via) ?? '')?.transaction.request;
  return received?.callId === callId && received.toTag === toTag && received.fromTag === fromTag;
}

function randomTag(): string {
  return randomBytes(TAG_LENGTH).toString('hex').slice(0, TAG_LENGTH);
}
