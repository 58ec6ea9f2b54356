import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';

/** The values of header fields that are lists of tokens, lower case: Supported, Require, Allow. */
export function tokensOf(message: IncomingMessage, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) =>
    message.getHeaders(name).flatMap((value) =>
      value
        .split(',')
        .map((token) => token.trim().toLowerCase())
        .filter((token) => token !== ''),
    ),
  );
}

/** Whether the sender supports an extension, or even requires it. */
export function supports(message: IncomingMessage, optionTag: string): boolean {
  return tokensOf(message, 'supported', 'k', 'require').includes(optionTag);
}

/** Whether the sender says that it understands a method. */
export function allows(message: IncomingMessage, method: string): boolean {
  return tokensOf(message, 'allow').includes(method.toLowerCase());
}

/** Gives a request that is not sent yet, or not sent again yet, one field of this name. */
export function setField(request: OutgoingRequestMessage, name: string, value: string): void {
  const prefix = `${name.toLowerCase()}:`;
  request.extraHeaders = request.extraHeaders.filter((line) => !line.toLowerCase().startsWith(prefix));
  request.extraHeaders.push(`${name}: ${value}`);
}
