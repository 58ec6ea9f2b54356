import type { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import type { ScheduleEntryRepository } from '@marcador/persistence/campaigns/schedule-entry.repository.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { nextEntryState, scheduleWindow } from '@marcador/domain/schedule.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Group } from '@marcador/persistence/entities/group.entity.js';
import type { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import { campaignSettings, entryOnClock } from './campaign-settings.js';
import type { Dialer } from './dialer.js';
import { stoppingLists, type Hindrance } from './hindrances.js';
import type { ListAges, OldList } from './list-ages.js';

/** What keeps a stopped campaign from being started. */
export type StartHindrance = Extract<Hindrance, { kind: 'group-disabled' }>;

/** What is known of a campaign that is not started. */
export interface WhileStopped {
  readonly hindrances: readonly Hindrance[];
  readonly oldLists: readonly OldList[];
}

/**
 * Starts and stops campaigns: in the engine and in the database, so that a restart goes on where it was. Both may be
 * repeated; of a start and a stop at the same time the later one stays, in both.
 */
export class CampaignControl {
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly campaigns: Pick<CampaignRepository, 'start' | 'stop' | 'get' | 'findStarted'>,
    private readonly entries: Pick<ScheduleEntryRepository, 'ofCampaign' | 'leftRunning' | 'setState'>,
    private readonly groups: Pick<GroupRepository, 'get'>,
    private readonly dialer: Dialer,
    private readonly lists: ListAges,
    private readonly clock: Clock,
    private readonly retryMinuteMs: number,
  ) {}

  /**
   * Sets the campaign STARTED; it dials whenever one of its entries is within its hours.
   * @returns what kept it from being started; `undefined`: it is
   * @throws NotFoundError
   */
  start(campaignId: string): Promise<StartHindrance | undefined> {
    return this.inTurn(campaignId, async () => {
      const hindrance = startHindrance(await this.campaigns.start(campaignId));
      if (hindrance !== undefined) return hindrance;
      await this.takeUp(await this.campaigns.get(campaignId));
      return undefined;
    });
  }

  /**
   * Stops dialling at once, then sets the campaign STOPPED; calls under way run to their end. When the database does not
   * answer it rejects: nothing is dialled then, and a restart would go on with the campaign, so stop it again.
   */
  stop(campaignId: string): Promise<void> {
    return this.inTurn(campaignId, async () => {
      this.dialer.remove(campaignId);
      await this.campaigns.stop(campaignId);
      await this.dialer.entriesWritten();
    });
  }

  /**
   * Why a campaign that is not started does not dial, what would keep it from dialling were it started, and which of its
   * do-not-call lists are too old.
   * @throws NotFoundError
   */
  async whileStopped(campaignId: string): Promise<WhileStopped> {
    const campaign = await this.campaigns.get(campaignId);
    await this.lists.lookAgain(campaign.dncInstanceIds);
    const oldLists = this.lists.tooOld(campaign.dncInstanceIds);
    const disabled = startHindrance(await this.groups.get(campaign.groupId));
    const entries = await this.entries.ofCampaign(campaignId);
    const now = this.clock.now();
    const over = entries.every((entry) => scheduleWindow(entry, campaign.timeZone).closesAt <= now);
    const hindrances: Hindrance[] = [
      { kind: 'stopped' },
      ...(disabled === undefined ? [] : [disabled]),
      ...(over ? [{ kind: 'outside-hours', next: null } as const] : []),
      ...stoppingLists(oldLists),
    ];
    return { hindrances, oldLists };
  }

  /** Takes up every campaign that is STARTED in the database: at the start of the service. */
  async takeUpStarted(): Promise<void> {
    for (const campaign of await this.campaigns.findStarted()) await this.takeUp(campaign);
    await this.completeStops();
  }

  /** A stop that a crash cut short has left its entry as if it ran. */
  private async completeStops(): Promise<void> {
    const conditions = { now: this.clock.now(), campaignStarted: false };
    for (const { entry, timeZone } of await this.entries.leftRunning()) {
      const window = scheduleWindow(entry, timeZone);
      const state = nextEntryState(entry.state, {
        ...conditions,
        ...{ window, dncOutOfService: false, allLeadsFinished: false },
      });
      await this.entries.setState(entry.id, state);
    }
  }

  /** One order after another for each campaign. */
  private inTurn<T>(campaignId: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(campaignId) ?? Promise.resolve();
    const done = before.catch(() => undefined).then(work);
    this.turns.set(campaignId, done);
    void done
      .catch(() => undefined)
      .then(() => {
        if (this.turns.get(campaignId) === done) this.turns.delete(campaignId);
      });
    return done;
  }

  private async takeUp(campaign: Campaign): Promise<void> {
    const entries = await this.entries.ofCampaign(campaign.id);
    // Nothing is dialled before it is known whether its lists allow it.
    await this.lists.look(campaign.dncInstanceIds);
    this.dialer.add(
      campaignSettings(campaign, this.retryMinuteMs),
      entries.map((entry) => entryOnClock(entry, campaign.timeZone)),
    );
  }
}

function startHindrance({ enabled, name }: Group): StartHindrance | undefined {
  return enabled ? undefined : { kind: 'group-disabled', group: name };
}
