import type { CallFailure } from '@marcador/domain/sip-result.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { q850ReasonOf } from '../sip/reason-header.js';

/**
 * How an INVITE failed by its final response. sip.js makes up a response where none came: 408 when Timer B fired, 503
 * when the request could not leave; those have no header fields.
 * @param transportError what the transport said last
 */
export function failureOfResponse(
  response: IncomingResponseMessage,
  transportError: string | undefined,
): CallFailure {
  const sipCode = response.statusCode ?? 0;
  if (isMadeUp(response)) {
    return sipCode === 408
      ? { kind: 'no-response' }
      : { kind: 'transport-failure', message: transportError ?? 'the request could not be sent' };
  }
  return { kind: 'response', sipCode, phrase: response.reasonPhrase ?? '', ...q850ReasonOf(response) };
}

/** Whether the response came from sip.js itself and not from the network. */
export function isMadeUp(response: IncomingResponseMessage): boolean {
  return !response.hasHeader('via');
}
