import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { setField, supports } from '../sip/headers.js';
import type { Resend } from '../sip/resend.js';
import {
  LEAST_SESSION_INTERVAL,
  minSessionExpiresOf,
  sessionExpires,
  sessionExpiresOf,
} from '../sip/session-expires.js';
import type { SessionTerms } from './session-timer.js';

/** What a session refresh of the peer gets: the fields of a 2xx and the terms from then on, or a 422. */
export type RefreshAnswer =
  | {
      readonly kind: 'acceptable';
      readonly fields: readonly string[];
      readonly terms: SessionTerms;
    }
  | { readonly kind: 'interval-too-small'; readonly fields: readonly string[] };

/** How often a request is sent again for one on the way who finds it too short: there are not more proxies than these. */
const MOST_RETRIES = 5;

/** The two sides' bargaining over the interval of one session (RFC 4028 §7–9). */
export class SessionInterval {
  private shortest = LEAST_SESSION_INTERVAL;
  private agreed: SessionTerms | undefined;

  /** @param seconds what we ask for */
  constructor(private seconds: number) {}

  /** What an INVITE, a re-INVITE or an UPDATE of ours says. */
  ask(): readonly string[] {
    const refresher = this.agreed?.refresher === 'us' ? ('uac' as const) : ('uas' as const);
    const wish = { seconds: this.seconds, ...(this.agreed === undefined ? {} : { refresher }) };
    return [`Session-Expires: ${sessionExpires(wish)}`, `Min-SE: ${this.shortest}`];
  }

  /** Sends a request that was too short for somebody on the way (422) again with what that one accepts (§7.3). */
  retry(request: OutgoingRequestMessage): Resend {
    let retries = 0;
    return (response) => {
      const least = response.statusCode === 422 ? minSessionExpiresOf(response) : undefined;
      if (least === undefined || least <= this.seconds || retries === MOST_RETRIES) return false;
      retries++;
      this.shortest = least;
      this.seconds = least;
      for (const field of this.ask()) {
        const [name = '', value = ''] = field.split(': ', 2);
        setField(request, name, value);
      }
      return true;
    };
  }

  /** The terms of a 2xx to a request of ours; a peer that names no refresher leaves it to us (§7.2). */
  answered(response: IncomingResponseMessage): SessionTerms | undefined {
    const { seconds, refresher } = sessionExpiresOf(response) ?? {};
    if (seconds === undefined) return (this.agreed = undefined);
    this.seconds = Math.max(seconds, this.shortest);
    return (this.agreed = { seconds, refresher: refresher === 'uas' ? 'peer' : 'us' });
  }

  /**
   * Answers a re-INVITE or an UPDATE of the peer (§9). Where it leaves the refresher open, whoever refreshed goes on; a
   * peer without the extension cannot be it.
   */
  asked(request: IncomingRequestMessage): RefreshAnswer {
    const knows = supports(request, 'timer');
    const wish = sessionExpiresOf(request);
    if (wish !== undefined && wish.seconds < LEAST_SESSION_INTERVAL && knows)
      return { kind: 'interval-too-small', fields: [`Min-SE: ${LEAST_SESSION_INTERVAL}`] };
    const seconds = Math.max(wish?.seconds ?? this.seconds, minSessionExpiresOf(request) ?? 0);
    const open = this.agreed?.refresher === 'us' ? ('uas' as const) : ('uac' as const);
    const refresher = knows ? (wish?.refresher ?? open) : 'uas';
    const fields = [`Session-Expires: ${sessionExpires({ seconds, refresher })}`];
    if (knows) fields.push('Require: timer');
    return { kind: 'acceptable', fields, terms: { seconds, refresher: refresher === 'uac' ? 'peer' : 'us' } };
  }

  /** What both sides have agreed on now. */
  agree(terms: SessionTerms): void {
    this.agreed = terms;
  }
}
