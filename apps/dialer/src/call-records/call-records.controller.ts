import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { RowIdParam } from '../http/id-param.js';
import { sendCsv } from '../http/send-csv.js';
import { AmdExplanationView } from './amd-explanation.dto.js';
import {
  CallRecordFilterQuery,
  CallRecordsQuery,
  CallRecordsView,
  RecordedCampaignView,
} from './call-record.dto.js';
import { CallRecordsService } from './call-records.service.js';

const TOO_SLOW = { description: 'It takes too long to find them: choose a campaign, or a shorter time.' };

/**
 * Call records: they outlive their lead and their campaign. Who may see the campaign sees them; of a campaign that is
 * gone, who may see the group that it belonged to at last.
 */
@ApiTags('call records')
@Controller('api/v1/call-records')
export class CallRecordsController {
  constructor(private readonly records: CallRecordsService) {}

  @Get()
  @Allow('call-record:read')
  @ApiOperation({
    operationId: 'listCallRecords',
    summary: 'The call records of the campaigns of the own dialer groups, newest first',
  })
  @ApiOkResponse({ type: CallRecordsView })
  @ApiConflictResponse(TOO_SLOW)
  list(@CurrentUser() user: SessionUser, @Query() query: CallRecordsQuery): Promise<CallRecordsView> {
    return this.records.page(user, query);
  }

  @Get('campaigns')
  @Allow('call-record:read')
  @ApiOperation({
    operationId: 'listRecordedCampaigns',
    summary: 'The campaigns that call records can be chosen by, also those that are gone',
  })
  @ApiOkResponse({ type: [RecordedCampaignView] })
  campaigns(@CurrentUser() user: SessionUser): Promise<readonly RecordedCampaignView[]> {
    return this.records.campaigns(user);
  }

  @Get('export')
  @Allow('call-record:read')
  @ApiOperation({
    operationId: 'exportCallRecords',
    summary: 'The call records as CSV, campaign by campaign, newest first',
    description:
      'What a spreadsheet would take for a formula has an apostrophe before it: a text, and a part of one behind a separator or a line break.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiConflictResponse(TOO_SLOW)
  async export(
    @CurrentUser() user: SessionUser,
    @Query() query: CallRecordFilterQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendCsv(response, 'call-records.csv', this.records.csv(user, query));
  }

  @Get(':id/amd-explanation')
  @Allow('call-record:read')
  @ApiOperation({
    operationId: 'getAmdExplanation',
    summary: 'What the detector heard in a call, where its campaign keeps it, until its time is over',
  })
  @ApiOkResponse({ type: AmdExplanationView })
  explanation(@CurrentUser() user: SessionUser, @RowIdParam('id') id: string): Promise<AmdExplanationView> {
    return this.records.explanation(user, id);
  }
}
