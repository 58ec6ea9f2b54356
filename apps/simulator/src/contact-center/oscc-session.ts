import type { Clock, Timer } from '@marcador/platform/clock.js';
import { EventFeed } from '../feed/event-feed.js';
import type { FeedFaults } from '../feed/feed-faults.js';
import type { Agent } from './agent.js';
import type { ContactCenter } from './contact-center.js';
import { userOf } from './oscc-codec.js';

/** The session of a logged-on application: the queues it monitors and its one sequence of events. */
export class OsccSession {
  readonly events: EventFeed<{ readonly user: object }>;
  private readonly monitored = new Set<string>();
  private readonly stopObserving: () => void;
  private patience: Timer;

  /** @param onEnd called once, when the session ends for whatever reason */
  constructor(
    readonly id: string,
    private readonly center: ContactCenter,
    private readonly clock: Clock,
    private readonly keepAliveMs: number,
    faults: FeedFaults,
    private readonly onEnd: () => void,
  ) {
    this.events = new EventFeed(clock, faults);
    this.stopObserving = center.observe((before, after) => this.changed(before, after));
    this.patience = this.armed();
  }

  keepAlive(): void {
    this.patience.cancel();
    this.patience = this.armed();
  }

  /** Begins to watch a queue; the agents are those that the events up to `seq` tell of. */
  monitor(queueId: string): { readonly seq: number; readonly users: readonly object[] } {
    this.monitored.add(queueId);
    return { seq: this.events.lastSeq, users: this.center.membersOf(queueId).map(userOf) };
  }

  end(): void {
    this.patience.cancel();
    this.stopObserving();
    this.onEnd();
    this.events.end();
  }

  private changed(before: Agent, after: Agent): void {
    const concerns = (agent: Agent) => agent.queues.some((queueId) => this.monitored.has(queueId));
    if (concerns(before) || concerns(after)) this.events.append({ user: userOf(after) });
  }

  private armed(): Timer {
    return this.clock.setTimer(this.keepAliveMs, () => this.end());
  }
}
