import { Dialer } from '@marcador/dialing/dialer.js';
import { ListAges } from '@marcador/dialing/list-ages.js';
import { daysSince, isTooOld } from '@marcador/domain/list-age.js';
import { ListAgeRules } from '@marcador/persistence/number-lists/list-age-rules.js';
import type { Clock } from '@marcador/platform/clock.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { InstancesService } from './instances.service.js';
import type { ListAgeRuleDto, ListAgeView } from './list-age.dto.js';

/** How old the lists of do-not-call services are and may be. */
@Injectable()
export class ListAgeService {
  constructor(
    private readonly services: InstancesService,
    private readonly instances: PluginInstances,
    private readonly rules: ListAgeRules,
    private readonly lists: ListAges,
    private readonly dialer: Dialer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError */
  async get(id: string): Promise<ListAgeView> {
    await this.services.get('dnc-provider', id);
    const [rule, listDate] = await Promise.all([this.rules.of(id), this.instances.dnc(id).listDate()]);
    const now = this.clock.now();
    return {
      listDate: listDate ?? null,
      days: listDate === undefined ? null : daysSince(listDate, now),
      oldestDays: rule?.oldestDays ?? null,
      onOldList: rule?.stops === true ? 'stop' : 'warn',
      isTooOld: rule !== undefined && isTooOld(rule, listDate, now),
    };
  }

  /** Campaigns go by it from their next call on. @throws NotFoundError */
  async set(id: string, { oldestDays, onOldList }: ListAgeRuleDto): Promise<ListAgeView> {
    await this.services.get('dnc-provider', id);
    await this.rules.set(id, oldestDays === null ? undefined : { oldestDays, stops: onOldList === 'stop' });
    await this.lookAgain(id);
    return this.get(id);
  }

  /** The list, or how old it may be, was changed. */
  async lookAgain(id: string): Promise<void> {
    await this.lists.lookAgain([id]);
    this.dialer.evaluateAll();
  }
}
