import type { Clock, Timer } from '@marcador/platform/clock.js';
import { header, headers, type Header, type SipRequest } from '../sip/message.js';

/** The session timer of a call, where the dialer asks for one (RFC 4028): the dialer refreshes, or the call ends. */
export class SessionTimer {
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onExpired: () => void,
  ) {}

  /** Begins the interval that an INVITE or a refresh asks for; the fields are those of its 2xx. */
  begin(request: SipRequest): Header[] {
    const seconds = Number.parseInt(header(request, 'session-expires'), 10);
    const isKnown = headers(request, 'supported')
      .join()
      .split(/\s*,\s*/)
      .includes('timer');
    if (!isKnown || !(seconds > 0)) return [];
    this.stop();
    this.timer = this.clock.setTimer(seconds * 1000, this.onExpired);
    return [
      ['Require', 'timer'],
      ['Session-Expires', `${seconds};refresher=uac`],
    ];
  }

  stop(): void {
    this.timer?.cancel();
  }
}
