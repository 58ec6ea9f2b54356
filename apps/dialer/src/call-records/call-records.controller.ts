import { groupsFor } from '@marcador/domain/permissions.js';
import {
  CallRecordRepository,
  type CallRecordFilter,
} from '@marcador/persistence/call-records/call-record.repository.js';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { CallRecordsQuery, CallRecordsView } from './call-record.dto.js';

/** Call records: they outlive their lead and their campaign. */
@ApiTags('call records')
@Controller('api/v1/call-records')
export class CallRecordsController {
  constructor(private readonly records: CallRecordRepository) {}

  @Get()
  @Allow('call-record:read')
  @ApiOperation({
    operationId: 'listCallRecords',
    summary: 'The call records of the own dialer groups, newest first',
  })
  @ApiOkResponse({ type: CallRecordsView })
  async list(@CurrentUser() user: SessionUser, @Query() query: CallRecordsQuery): Promise<CallRecordsView> {
    const { limit, before } = query;
    const items = await this.records.page(filterOf(user, query), limit, before);
    return { items, next: (items.length === limit ? items.at(-1)?.id : undefined) ?? null };
  }
}

function filterOf(user: SessionUser, query: CallRecordsQuery): CallRecordFilter {
  const { campaignId, phone, result, from, until } = query;
  const groupIds = groupsFor(user, 'call-record:read');
  return {
    ...(campaignId !== undefined && { campaignId }),
    ...(groupIds !== undefined && { groupIds }),
    ...(phone !== undefined && { phone }),
    ...(result !== undefined && { result }),
    ...(from !== undefined && { from: new Date(from) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
}
