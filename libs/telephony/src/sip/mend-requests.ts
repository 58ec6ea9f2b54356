import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { tokensOf } from './headers.js';
import { ALLOW } from './methods.js';

interface CoreMethods {
  makeOutgoingRequestMessage: UserAgentCore['makeOutgoingRequestMessage'];
  receiveRequest: (this: UserAgentCore, message: IncomingRequestMessage) => void;
  receiveOutsideDialogRequest: (this: UserAgentCore, message: IncomingRequestMessage) => void;
}

/**
 * sip.js writes an Allow of its own into requests, does not look at Require (RFC 3261 §8.2.2.3), and throws for
 * requests that only make sense inside a dialog where there is none.
 */
export function mendRequests(): void {
  const methods = UserAgentCore.prototype as unknown as CoreMethods;
  const stock = { ...methodsOf(methods) };
  methods.makeOutgoingRequestMessage = function (this: UserAgentCore, ...parameters) {
    const [method, requestUri, from, to, options, extraHeaders, body] = parameters;
    const fields = extraHeaders?.map((line) => (/^allow:/i.test(line) ? ALLOW : line));
    return stock.make.call(this, method, requestUri, from, to, options, fields, body);
  };
  methods.receiveRequest = function (message) {
    const unsupported = unsupportedIn(this, message);
    if (unsupported.length === 0) stock.receive.call(this, message);
    else
      this.replyStateless(message, {
        statusCode: 420,
        extraHeaders: [`Unsupported: ${unsupported.join(', ')}`],
      });
  };
  methods.receiveOutsideDialogRequest = function (message) {
    if (message.method === 'UPDATE' || message.method === 'PRACK')
      this.replyStateless(message, { statusCode: 481 });
    else stock.outside.call(this, message);
  };
}

function methodsOf(methods: CoreMethods) {
  return {
    make: methods.makeOutgoingRequestMessage,
    receive: methods.receiveRequest,
    outside: methods.receiveOutsideDialogRequest,
  };
}

function unsupportedIn({ configuration }: UserAgentCore, message: IncomingRequestMessage): readonly string[] {
  if (message.method === 'ACK' || message.method === 'CANCEL') return [];
  const supported = configuration.supportedOptionTagsResponse ?? [];
  return tokensOf(message, 'require').filter((tag) => !supported.includes(tag));
}
