import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { linesOf } from '@marcador/platform/log-ring.js';
import { redact } from '@marcador/platform/redaction.js';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../auth/access-rule.js';
import type { Configuration } from '../configuration.schema.js';
import { ChoiceField } from '../http/fields.js';
import { sendStream } from '../http/send-stream.js';
import { CONFIGURATION } from '../tokens.js';
import { logFolder } from './log-folder.js';

class LogsQuery {
  @ChoiceField({
    description: 'whether phone numbers are masked also where the log has them whole, at the level debug',
    choices: { enum: ['true', 'false'], enumName: 'MaskNumbers' },
    optional: true,
    default: 'false',
  })
  maskNumbers: 'true' | 'false' = 'false';
}

/** The service's own log. */
@ApiTags('system')
@Controller('api/v1/system/logs')
export class LogsController {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  @Get()
  @Allow('system:read')
  @ApiOperation({
    operationId: 'downloadLogs',
    summary: 'The last of the log of this node, without secrets: JSON line by line, oldest first, compressed',
  })
  @ApiProduces('application/gzip')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(@Query() { maskNumbers }: LogsQuery, @Res() response: Response): Promise<void> {
    const { dataDir, nodeName } = this.configuration;
    const lines = redacted(linesOf(logFolder(dataDir)), maskNumbers === 'true');
    const file = { name: `marcador-${nodeName}.ndjson.gz`, type: 'application/gzip' };
    await sendStream(response, file, Readable.from(lines), createGzip());
  }
}

/** Once more: a line may have been written by an earlier version of the service. */
async function* redacted(lines: AsyncIterable<string>, numbers: boolean): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(redact(parsed(line), { numbers }))}\n`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A crash may have cut it off.
    return { msg: line };
  }
}
