import type { EventLog } from '../event-log.js';
import type { Pilot } from '../pilot.js';
import type { Dialog } from '../sip/dialog.js';
import { phraseOf } from '../sip/phrases.js';

/** What the call is told of its hand-over. */
export interface TransferListener {
  connected(): void;
  failed(): void;
}

/**
 * Hands the called party over to a pilot number, and tells the dialer how it goes by NOTIFY (RFC 3515, RFC 5589). The
 * dialer may leave meanwhile; the called party then still is on the way to the pilot.
 */
export class Transfer {
  private leavePilot: (() => void) | undefined;
  private settled = false;

  constructor(
    private readonly dialog: Dialog,
    private readonly to: string,
    private readonly log: EventLog,
    private readonly listener: TransferListener,
  ) {}

  /** Sends the first NOTIFY and, if the number is somebody's, goes there. */
  begin(pilot: Pilot | undefined): void {
    this.notify(100, 'active;expires=60');
    if (pilot === undefined) {
      this.fail(404);
      return;
    }
    this.leavePilot = pilot.receive({
      callId: this.dialog.callId,
      progress: (code) => this.notify(code, 'active;expires=60'),
      connected: () => this.connect(),
      refused: (code) => this.fail(code),
    });
  }

  /** Whether the outcome is still open. */
  get pending(): boolean {
    return !this.settled;
  }

  /** The called party hangs up: on the way, or in the talk with the agent. */
  leave(): void {
    this.leavePilot?.();
    if (this.pending) this.fail(487);
  }

  private connect(): void {
    this.settled = true;
    this.notify(200, 'terminated;reason=noresource');
    this.listener.connected();
  }

  private fail(code: number): void {
    this.settled = true;
    this.log.append({ type: 'transfer-failed', callId: this.dialog.callId, to: this.to, code });
    this.notify(code, 'terminated;reason=noresource');
    this.listener.failed();
  }

  private notify(code: number, state: string): void {
    this.dialog.send({
      method: 'NOTIFY',
      headers: [
        ['Event', 'refer'],
        ['Subscription-State', state],
        ['Content-Type', 'message/sipfrag;version=2.0'],
      ],
      body: `SIP/2.0 ${code} ${phraseOf(code)}\r\n`,
    });
  }
}
