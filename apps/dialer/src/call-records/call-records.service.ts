import { groupsFor } from '@marcador/domain/permissions.js';
import { AmdExplanations } from '@marcador/persistence/call-records/amd-explanations.js';
import type { CallRecordFilter } from '@marcador/persistence/call-records/call-record-query.js';
import {
  CallRecordRepository,
  type RecordedCampaign,
} from '@marcador/persistence/call-records/call-record.repository.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import { Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { csvLine } from '../csv/csv-line.js';
import { defined } from '../defined.js';
import { onePlace } from '../http/one-place.js';
import type { AmdExplanationView } from './amd-explanation.dto.js';
import type { CallRecordFilterQuery, CallRecordsQuery, CallRecordsView } from './call-record.dto.js';
import { CSV_COLUMNS, csvCells } from './call-record-csv.js';
import { viewOf } from './call-record-view.js';

/** Call records, as far as the user's permissions reach. */
@Injectable()
export class CallRecordsService {
  constructor(
    private readonly records: CallRecordRepository,
    private readonly explanations: AmdExplanations,
  ) {}

  async page(user: SessionUser, query: CallRecordsQuery): Promise<CallRecordsView> {
    onePlace(query);
    const page = await this.records.page(await this.filterOf(user, query), query.limit, query);
    const items = page.items.map(viewOf);
    return {
      items,
      next: (page.hasNext ? items.at(-1)?.id : undefined) ?? null,
      previous: (page.hasPrevious ? items[0]?.id : undefined) ?? null,
    };
  }

  campaigns(user: SessionUser): Promise<RecordedCampaign[]> {
    return this.records.campaigns(groupsFor(user, 'call-record:read'));
  }

  /** The lines of a CSV. */
  async *csv(user: SessionUser, query: CallRecordFilterQuery): AsyncGenerator<string> {
    const campaigns = await this.campaigns(user);
    const ids = campaigns.map(({ id }) => id).filter((id) => id === (query.campaignId ?? id));
    // The header goes with the first record: until then it can be answered that the search takes too long.
    let header = csvLine(CSV_COLUMNS);
    for await (const record of this.records.walk(plainFilterOf(query), ids)) {
      yield header + csvLine(csvCells(viewOf(record)));
      header = '';
    }
    if (header !== '') yield header;
  }

  /** @throws NotFoundError for a call of other groups, as for one that does not exist */
  async explanation(user: SessionUser, id: string): Promise<AmdExplanationView> {
    const seesAll = groupsFor(user, 'call-record:read') === undefined;
    const campaignIds = seesAll ? undefined : (await this.campaigns(user)).map((each) => each.id);
    const explanation = await this.explanations.of(id, campaignIds);
    if (explanation === undefined) throw new NotFoundError('call record', id);
    return { explanation: explanation as AmdExplanationView['explanation'] };
  }

  private async filterOf(user: SessionUser, query: CallRecordFilterQuery): Promise<CallRecordFilter> {
    const { campaignId, result, subReason, amdAnsweredBy, amdMachine } = query;
    const seesAll = groupsFor(user, 'call-record:read') === undefined;
    const filter = plainFilterOf(query);
    // The rare ones among all are found by the indexes of each campaign.
    const wantsRare = [result, subReason, amdAnsweredBy, amdMachine].some((choice) => choice !== undefined);
    if (seesAll && campaignId === undefined && !wantsRare) return filter;
    if (seesAll && campaignId !== undefined) return { ...filter, campaignIds: [campaignId] };
    const ids = (await this.campaigns(user)).map(({ id }) => id);
    return { ...filter, campaignIds: ids.filter((id) => id === (campaignId ?? id)) };
  }
}

function plainFilterOf({
  phone,
  result,
  subReason,
  amdAnsweredBy,
  amdMachine,
  port,
  from,
  until,
}: CallRecordFilterQuery): CallRecordFilter {
  return defined({
    ...{ phone, result, subReason, amdAnsweredBy, amdMachine, port },
    from: from === undefined ? undefined : new Date(from),
    until: until === undefined ? undefined : new Date(until),
  });
}
