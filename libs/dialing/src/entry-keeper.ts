import { nextEntryState, type ScheduleEntryState } from '@marcador/domain/schedule.js';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { persistently } from './persistently.js';
import type { EntryOnClock, RunningCampaign } from './running-campaign.js';

/** Where the states of entries are kept. */
export interface EntryStates {
  setState(entryId: string, state: ScheduleEntryState): Promise<void>;
}

/**
 * Keeps the schedule entries of started campaigns in the state that the clock gives them: a timer stands on the next
 * opening or closing of each campaign. The state in memory is what dialling goes by; it is written behind, in order.
 */
export class EntryKeeper {
  private readonly timers = new Map<RunningCampaign, Timer>();
  private written: Promise<void> = Promise.resolve();
  private closed = false;

  /** @param onOpen is called when an entry of the campaign begins to run */
  constructor(
    private readonly states: EntryStates,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly onOpen: (campaign: RunningCampaign) => void,
  ) {}

  /** Brings the campaign's entries up to date, now and at each of its boundaries to come. */
  evaluate(campaign: RunningCampaign): void {
    const now = this.clock.now();
    let opened = false;
    for (const entry of campaign.entries) {
      const next = nextEntryState(entry.state, {
        now,
        window: entry.window,
        campaignStarted: campaign.started,
        dncOutOfService: campaign.dncOutOfService,
        allLeadsFinished: campaign.allLeadsFinished,
      });
      if (next === entry.state) continue;
      opened ||= next === 'RUNNING';
      this.change(campaign, entry, next);
    }
    this.armTimer(campaign, now);
    if (opened) this.onOpen(campaign);
  }

  /** Resolves when all changes so far are in the database. */
  flush(): Promise<void> {
    return this.written;
  }

  /** Ends the timers: from now on only {@link evaluate} changes an entry. */
  close(): void {
    this.closed = true;
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
  }

  private change(campaign: RunningCampaign, entry: EntryOnClock, state: ScheduleEntryState): void {
    this.log.info(
      { campaign: campaign.settings.name, date: entry.date, from: entry.state, to: state },
      'Schedule entry',
    );
    entry.state = state;
    this.written = this.written.then(() =>
      persistently(
        this.clock,
        () => this.states.setState(entry.id, state),
        (error, pauseMs) => this.log.error({ err: error, pauseMs }, 'The entry’s state is not written yet'),
      ),
    );
  }

  private armTimer(campaign: RunningCampaign, now: Date): void {
    this.timers.get(campaign)?.cancel();
    this.timers.delete(campaign);
    if (!campaign.started || this.closed) return;
    const boundaries = campaign.entries
      .flatMap(({ window }) => [window.opensAt.getTime(), window.closesAt.getTime()])
      .filter((boundary) => boundary > now.getTime());
    if (boundaries.length === 0) return;
    const timer = this.clock.setTimer(Math.min(...boundaries) - now.getTime(), () => this.evaluate(campaign));
    this.timers.set(campaign, timer);
  }
}
