import type { ListAgeRule } from '@marcador/domain/list-age.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StoredListAgeRule } from '../entities/list-age-rule.entity.js';

/** How old the lists of do-not-call services may be. */
@Injectable()
export class ListAgeRules {
  constructor(private readonly dataSource: DataSource) {}

  /** `undefined`: the service's list may be of any age. */
  async of(instanceId: string): Promise<ListAgeRule | undefined> {
    const stored = await this.dataSource.manager.findOneBy(StoredListAgeRule, { instanceId });
    return stored === null ? undefined : { oldestDays: stored.oldestDays, stops: stored.stops };
  }

  /** @param rule `undefined`: none any more */
  async set(instanceId: string, rule: ListAgeRule | undefined): Promise<void> {
    const { manager } = this.dataSource;
    if (rule === undefined) await manager.delete(StoredListAgeRule, { instanceId });
    else await manager.upsert(StoredListAgeRule, { instanceId, ...rule }, ['instanceId']);
  }
}
