import { numberNormaliser } from '@marcador/domain/phone-number.js';
import { message } from '@marcador/messages/message.js';
import { PluginInstanceRepository } from '@marcador/persistence/plugins/plugin-instance.repository.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AllowAnybody } from '../auth/access-rule.js';
import { ApiError, detail, invalid } from '../http/api-error.js';
import { TextField } from '../http/fields.js';
import { BUILT_IN_INSTANCES } from '../seeding/built-in-instances.js';

class DoNotCallQuestion {
  @TextField({ description: 'with its country code', min: 1, max: 40, example: '554181021119' })
  number!: string;
}

class DoNotCallAnswer {
  @ApiProperty({ description: 'E.164 digits' })
  number!: string;
  @ApiProperty({ description: 'true: the number is on the list and must not be called' })
  doNotCall!: boolean;
}

/** The Embedded Service as the web service that external do-not-call services are, too (manual §2.4, §2.5). */
@ApiTags('do-not-call services')
@Controller('donotcall')
export class DoNotCallController {
  private readonly normalise = numberNormaliser();

  constructor(
    private readonly stored: PluginInstanceRepository,
    private readonly instances: PluginInstances,
  ) {}

  @Post()
  @HttpCode(200)
  @AllowAnybody()
  @ApiOperation({
    operationId: 'askDoNotCall',
    summary: 'Ask whether a number is on the list of the Embedded Service',
  })
  @ApiOkResponse({ type: DoNotCallAnswer })
  @ApiBadRequestResponse({ description: 'That is not a phone number.' })
  @ApiServiceUnavailableResponse({ description: 'The list cannot be asked: treat the number as unknown.' })
  async ask(@Body() question: DoNotCallQuestion): Promise<DoNotCallAnswer> {
    const normalised = this.normalise(question.number);
    if (!normalised.ok) throw invalid([detail('number', message(normalised.fault))]);
    const { number } = normalised;
    const verdict = await this.instances.dnc(await this.embeddedId()).check(number);
    if (verdict.kind === 'unknown')
      throw new ApiError(
        HttpStatus.SERVICE_UNAVAILABLE,
        'dnc-out-of-service',
        message('dnc-out-of-service'),
        { sentence: verdict.reason },
      );
    return { number, doNotCall: verdict.kind === 'listed' };
  }

  private async embeddedId(): Promise<string> {
    const { kind, name } = BUILT_IN_INSTANCES.dnc;
    const rows = await this.stored.ofKind(kind);
    return rows.find((row) => row.builtIn && row.name === name)?.id ?? '';
  }
}
