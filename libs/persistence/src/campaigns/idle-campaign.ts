import { message } from '@marcador/messages/message.js';
import type { EntityManager } from 'typeorm';
import { Campaign } from '../entities/campaign.entity.js';
import { Claim } from '../entities/claim.entity.js';
import { NotAllowedNowError, NotFoundError } from '../repository.errors.js';

/**
 * Locks a campaign that is stopped, within the transaction of `manager`: until its end the campaign cannot be started.
 *
 * @throws NotFoundError
 * @throws NotAllowedNowError
 */
export async function lockStopped(manager: EntityManager, id: string): Promise<Campaign> {
  const campaign = await manager.findOne(Campaign, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (campaign === null) throw new NotFoundError('campaign', id);
  refuseUnlessStopped(campaign);
  return campaign;
}

/** As {@link lockStopped}, for a campaign whose last calls have ended, too. */
export async function lockIdle(manager: EntityManager, id: string): Promise<Campaign> {
  const campaign = await lockStopped(manager, id);
  await refuseUnlessIdle(manager, campaign);
  return campaign;
}

/** @throws NotAllowedNowError unless the campaign is stopped and its last calls have ended */
export async function refuseUnlessIdle(manager: EntityManager, campaign: Campaign): Promise<void> {
  refuseUnlessStopped(campaign);
  if (await manager.existsBy(Claim, { campaignId: campaign.id })) throw callsGoOn(campaign);
}

/** What is said while a stopped campaign has calls under way. */
export function callsGoOn({ name }: Campaign): NotAllowedNowError {
  return new NotAllowedNowError(message('calls-go-on', { campaign: name }));
}

/** @throws NotAllowedNowError unless the campaign is stopped */
export function refuseUnlessStopped({ state, name }: Campaign): void {
  if (state !== 'STOPPED') {
    throw new NotAllowedNowError(message('campaign-started', { campaign: name }));
  }
}
