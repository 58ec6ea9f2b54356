import type { ScheduleDay } from '@marcador/domain/schedule.js';
import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource, In, Not, type EntityManager } from 'typeorm';
import { Campaign, type CampaignState } from '../entities/campaign.entity.js';
import { Group } from '../entities/group.entity.js';
import { RemovedCampaign } from '../entities/removed-campaign.entity.js';
import { ScheduleEntry } from '../entities/schedule-entry.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { keepEnabled } from '../plugins/plugins-in-use.js';
import { NameTakenError, NotAllowedNowError, NotFoundError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import { lockVersion } from '../versioned.js';
import { callsGoOn, refuseUnlessIdle } from './idle-campaign.js';

/** What a campaign is made of; its state begins as STOPPED. */
export type NewCampaign = Omit<Campaign, 'id' | 'version' | 'state' | 'createdAt'>;

/** Campaigns, with what has to change together with them. */
@Injectable()
export class CampaignRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Makes a campaign and its schedule entries, or nothing.
   * @throws NameTakenError
   * @throws NotAllowedNowError when what it uses was removed in the meantime
   */
  create(campaign: NewCampaign, entries: readonly ScheduleDay[]): Promise<Campaign> {
    return unlessRefused(() =>
      this.dataSource.transaction(async (manager) => {
        await keepInstances(manager, campaign.dncInstanceIds);
        const made = await manager.save(Campaign, { ...campaign, state: 'STOPPED' as const });
        await manager.insert(
          ScheduleEntry,
          entries.map((entry) => ({ ...entry, campaignId: made.id })),
        );
        return manager.findOneByOrFail(Campaign, { id: made.id });
      }),
    );
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Campaign> {
    const campaign = await this.dataSource.manager.findOneBy(Campaign, { id });
    if (campaign === null) throw new NotFoundError('campaign', id);
    return campaign;
  }

  /** By name. @param groupIds only those of these groups; all when left out */
  find(groupIds?: readonly string[]): Promise<Campaign[]> {
    return this.dataSource.manager.find(Campaign, {
      ...(groupIds === undefined ? {} : { where: { groupId: In(groupIds) } }),
      order: { name: 'ASC' },
    });
  }

  /** All that are STARTED, in the order in which they were made. */
  findStarted(): Promise<Campaign[]> {
    return this.dataSource.manager.find(Campaign, {
      where: { state: 'STARTED' },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  /**
   * Changes a stopped campaign. With another maximum of attempts or retry time its leads become due, or finished, by
   * the new rule at once.
   *
   * @param version the one that the change was decided on
   * @throws NotFoundError, StaleVersionError, NameTakenError
   * @throws NotAllowedNowError unless it is stopped and its last calls have ended, and when what it shall use was removed
   */
  update(id: string, version: number, changes: Partial<NewCampaign>): Promise<Campaign> {
    return unlessRefused(() =>
      this.dataSource.transaction(async (manager) => {
        const campaign = await lockVersion(manager, Campaign, 'campaign', id, version);
        await refuseUnlessIdle(manager, campaign);
        if (changes.dncInstanceIds !== undefined) await keepInstances(manager, changes.dncInstanceIds);
        const { maxAttempts, retryAfterMinutes } = campaign;
        const changed = await manager.save(Campaign, Object.assign(campaign, changes));
        if (changed.maxAttempts !== maxAttempts || changed.retryAfterMinutes !== retryAfterMinutes) {
          await withoutTimeLimit(manager, () => applyRetryRule(manager, changed));
        }
        return changed;
      }),
    );
  }

  /**
   * Sets a campaign STARTED if its dialer group is enabled, also while somebody disables that. Does nothing, and waits
   * for nobody, when it is started already.
   * @returns its group, as it was then
   * @throws NotFoundError
   * @throws NotAllowedNowError when it uses an instance of a plugin that is disabled, or is just being disabled
   */
  start(id: string): Promise<Group> {
    return this.dataSource.transaction(async (manager) => {
      const campaign = await manager.findOneBy(Campaign, { id });
      if (campaign === null) throw new NotFoundError('campaign', id);
      const group = await manager.findOneOrFail(Group, {
        where: { id: campaign.groupId },
        lock: { mode: 'pessimistic_read' },
      });
      if (group.enabled && (await setState(manager, id, 'STARTED'))) await keepEnabled(manager, id);
      return group;
    });
  }

  /**
   * Sets a campaign STOPPED. Does nothing, and waits for nobody, when it is stopped already.
   * @throws NotFoundError
   */
  async stop(id: string): Promise<void> {
    const { manager } = this.dataSource;
    const changed = await setState(manager, id, 'STOPPED');
    if (!changed && !(await manager.existsBy(Campaign, { id }))) throw new NotFoundError('campaign', id);
  }

  /**
   * Removes a stopped campaign with its schedule entries and leads. Its call records stay, for those who may see its group.
   *
   * @throws NotFoundError
   * @throws NotAllowedNowError unless it is stopped and its last calls have ended
   */
  remove(id: string, removedAt: Date): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const campaign = await manager.findOne(Campaign, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      if (campaign === null) throw new NotFoundError('campaign', id);
      await refuseUnlessIdle(manager, campaign);
      // A claim that came after the check is refused by its foreign key.
      await renaming(
        SQL_STATE.foreignKeyViolation,
        () => callsGoOn(campaign),
        () => withoutTimeLimit(manager, () => manager.delete(Campaign, id)),
      );
      const { name, groupId } = campaign;
      await manager.insert(RemovedCampaign, { id, name, groupId, removedAt });
    });
  }
}

/** As a foreign key does: until the transaction has ended none of them is removed. */
async function keepInstances(manager: EntityManager, ids: readonly string[]): Promise<void> {
  const kept = await manager.query<unknown[]>(
    'SELECT id FROM plugin_instance WHERE id = ANY($1::uuid[]) FOR KEY SHARE',
    [ids],
  );
  if (kept.length < new Set(ids).size) throw new NotAllowedNowError(message('used-was-removed'));
}

function unlessRefused<T>(action: () => Promise<T>): Promise<T> {
  return renaming(
    SQL_STATE.foreignKeyViolation,
    () => new NotAllowedNowError(message('used-was-removed')),
    () => renaming(SQL_STATE.uniqueViolation, () => new NameTakenError('campaign'), action),
  );
}

async function setState(manager: EntityManager, id: string, state: CampaignState): Promise<boolean> {
  const { affected } = await manager.update(Campaign, { id, state: Not(state) }, { state });
  return affected === 1;
}

/** A lead that was called is due its retry time after its last call, as long as the rule leaves it an attempt. */
async function applyRetryRule(manager: EntityManager, campaign: Campaign): Promise<void> {
  await manager.query(
    `UPDATE lead SET next_attempt_at =
       CASE WHEN attempts < $2 THEN last_ended_at + make_interval(mins => $3) END
     WHERE campaign_id = $1 AND attempts > 0 AND NOT final`,
    [campaign.id, campaign.maxAttempts, campaign.retryAfterMinutes],
  );
}
