import { setTimeout as delay } from 'node:timers/promises';
import { message, MessageError } from '@marcador/messages/message.js';
import { eventsAfter } from '@marcador/plugin-http/event-sequence.js';
import { pauseAfter, restAfterEarlyAnswer } from '@marcador/plugin-http/long-polling.js';
import { ServiceError } from '@marcador/plugin-http/service-error.js';
import { ErrorCode } from './oscc-codec.js';
import type { OsccSession } from './oscc-session.js';
import type { QueueWatch } from './queue-watch.js';
import type { Timing } from './timing.js';

/**
 * Feeds watched queues from one session: snapshots, then the events of the session's one sequence; new snapshots when an
 * event was lost. What goes wrong with the session as a whole loses the session, and then the pump stands still.
 */
export class EventPump {
  /** The last event that was seen; the sequence begins at 0 with the session. */
  private known = 0;
  private losses = 0;

  constructor(
    private readonly session: OsccSession,
    private readonly host: string,
    private readonly watches: ReadonlySet<QueueWatch>,
    private readonly timing: Timing,
  ) {
    for (const watch of watches) this.monitor(watch);
    this.run().catch((error: unknown) => session.lose(error));
  }

  /** Asks for the users of a queue, and follows them from there. */
  monitor(watch: QueueWatch): void {
    this.snapshot(watch).catch((error: unknown) => this.session.lose(error));
  }

  private async snapshot(watch: QueueWatch): Promise<void> {
    const { known } = this;
    const turn = watch.await();
    const counts = () => watch.awaits(turn) && this.watches.has(watch);
    try {
      const answer = await this.session.call('MonitorUsers', { queueId: watch.queueId });
      if (!counts()) return;
      if (answer.seq < known) {
        throw new ServiceError(message('state-too-old', { host: this.host }));
      }
      watch.take(answer);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== ErrorCode.unknownQueue) throw error;
      if (!counts()) return;
      const unknown = message('queue-unknown', { host: this.host, queue: watch.queueId });
      watch.lose(new MessageError(unknown));
      await delay(this.timing.longestPauseMs, undefined, { signal: this.session.lost });
      if (counts()) await this.snapshot(watch);
    }
  }

  private async run(): Promise<never> {
    const { pollMs } = this.timing;
    for (;;) {
      const asked = performance.now();
      const answer = await this.session.call(
        'GetEvents',
        { afterSeq: this.known, timeoutMs: pollMs },
        pollMs,
      );
      const events = eventsAfter(this.known, answer);
      if (events === 'lost') {
        await this.startOver(Math.max(answer.lastSeq, ...answer.events.map(({ seq }) => seq)));
        continue;
      }
      this.losses = 0;
      this.known += events.length;
      for (const watch of this.watches) watch.apply(events);
      if (events.length === 0) await restAfterEarlyAnswer(asked, this.timing, this.session.lost);
    }
  }

  private async startOver(seq: number): Promise<void> {
    this.known = seq;
    const lost = new MessageError(message('events-lost', { host: this.host }));
    for (const watch of this.watches) watch.lose(lost);
    // A single loss is mended at once; a server that goes on losing events must not be asked without end.
    if (this.losses++ > 0) {
      await delay(pauseAfter(this.losses, this.timing), undefined, { signal: this.session.lost });
    }
    for (const watch of this.watches) this.monitor(watch);
  }
}
