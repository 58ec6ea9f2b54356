import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { IdParam } from '../http/id-param.js';
import { ListAgeRuleDto, ListAgeView } from './list-age.dto.js';
import { ListAgeService } from './list-age.service.js';

/** How old the list of a do-not-call service is and may be. */
@ApiTags('do-not-call services')
@Controller('api/v1/dnc-services/:id/list-age')
export class ListAgeController {
  constructor(private readonly ages: ListAgeService) {}

  @Get()
  @Allow('dnc-service:read')
  @ApiOperation({ operationId: 'getListAge', summary: 'How old the list is, and how old it may be' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ListAgeView })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  get(@IdParam() id: string): Promise<ListAgeView> {
    return this.ages.get(id);
  }

  @Put()
  @Allow('dnc-service:manage')
  @ApiOperation({
    operationId: 'setListAge',
    summary: 'Set how old the list may be, and whether campaigns warn or stop while it is older',
    description:
      'The Embedded Service too. A service that does not tell of which day its list is counts as too old.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ListAgeView })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  set(@IdParam() id: string, @Body() rule: ListAgeRuleDto): Promise<ListAgeView> {
    return this.ages.set(id, rule);
  }
}
