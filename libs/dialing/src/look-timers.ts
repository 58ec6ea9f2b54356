import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { RunningCampaign } from './running-campaign.js';

/** For each campaign one timer, on the moment when it is worth looking for a due lead of it again. */
export class LookTimers {
  private readonly timers = new Map<RunningCampaign, Timer>();
  private closed = false;

  /** @param onDue is called at that moment, at once where it has come already */
  constructor(
    private readonly clock: Clock,
    private readonly onDue: () => void,
  ) {}

  arm(campaign: RunningCampaign): void {
    this.disarm(campaign);
    const at = campaign.pool.nextLook;
    if (at === undefined || !campaign.started || this.closed) return;
    const delay = at.getTime() - this.clock.now().getTime();
    if (delay <= 0) this.onDue();
    else this.timers.set(campaign, this.clock.setTimer(delay, this.onDue));
  }

  disarm(campaign: RunningCampaign): void {
    this.timers.get(campaign)?.cancel();
    this.timers.delete(campaign);
  }

  close(): void {
    this.closed = true;
    for (const campaign of this.timers.keys()) this.disarm(campaign);
  }
}
