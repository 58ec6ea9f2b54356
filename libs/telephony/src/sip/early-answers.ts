import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { tokensOf } from './headers.js';

/**
 * The answers that came in provisional responses to one INVITE. What is not sent reliably is a preview, which many
 * gateways replace in their 2xx by where the person really is: sip.js would hold on to it, so it is kept from it, and
 * given to it after all where the 2xx of the same fork brings none.
 */
export class EarlyAnswers {
  private readonly byFork = new Map<string, string>();

  /** Call with each response to the INVITE, before its transaction sees it. */
  sift(response: IncomingResponseMessage): void {
    const { statusCode = 0, toTag = '' } = response;
    if (statusCode > 100 && statusCode < 200 && !tokensOf(response, 'require').includes('100rel')) {
      if (response.body !== '') this.byFork.set(toTag, response.body);
      response.body = '';
    } else if (statusCode >= 200 && statusCode < 300 && response.body === '') {
      const early = this.byFork.get(toTag);
      if (early === undefined) return;
      response.body = early;
      response.setHeader('content-type', 'application/sdp');
    }
  }
}
