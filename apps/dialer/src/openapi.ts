import type { MessageCode, MessageParams } from '@marcador/messages/message.js';
import type { INestApplication } from '@nestjs/common';
import {
  ApiProperty,
  ApiPropertyOptional,
  DocumentBuilder,
  getSchemaPath,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import type { ErrorCode } from './http/error-codes.js';
import { CODE, PARAMS } from './http/message.dto.js';
import { ERROR_CODE } from './http/named-enums.js';
import { VERSION } from './version.js';

const ANY = {
  nullable: true,
  oneOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
  ],
};

class ErrorDetailView {
  @ApiProperty({ description: 'of the body, the query or the address; `config.baseUrl` style' })
  field!: string;
  @ApiPropertyOptional({ description: 'what is wrong with it, in an English sentence' })
  message?: string;
  @ApiPropertyOptional(CODE)
  code?: MessageCode;
  @ApiPropertyOptional(PARAMS)
  params?: MessageParams;
  @ApiPropertyOptional({ ...ANY, description: 'stale-version: the value that was sent' })
  yours?: unknown;
  @ApiPropertyOptional({ ...ANY, description: 'stale-version: the value that somebody else saved' })
  current?: unknown;
}

class ErrorView {
  @ApiProperty({ type: 'integer' })
  statusCode!: number;
  @ApiProperty({ ...ERROR_CODE, description: 'for programs, to act upon; stable' })
  code!: ErrorCode;
  @ApiProperty({ description: 'for people: one sentence that says what to do' })
  message!: string;
  @ApiProperty({ ...CODE, description: 'for programs, to say the sentence in another language; stable' })
  reason!: MessageCode;
  @ApiProperty(PARAMS)
  params!: MessageParams;
  @ApiPropertyOptional({ type: [ErrorDetailView], description: 'field by field' })
  details?: ErrorDetailView[];
  @ApiPropertyOptional({ type: 'integer', description: 'stale-version: the version there is now' })
  currentVersion?: number;
}

/** The OpenAPI document of all routes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Marcador')
    .setDescription(
      'Outbound campaign dialer. Log in by POST /api/v1/session; the cookie it sets opens the rest.',
    )
    .setVersion(VERSION)
    .addCookieAuth('__Host-marcador')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [ErrorView],
    // Clients are generated from the names: they are given by hand, and no class's or method's name gets into them.
    operationIdFactory: () => '',
  });
  describeErrors(document);
  dropDefaultsOfChanges(document);
  return document;
}

/** Serves the document at /api/docs-json, and for people at /api/docs. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'api/docs-json' });
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const ERROR_CONTENT = { 'application/json': { schema: { $ref: getSchemaPath(ErrorView) } } };

/** Whatever is not 2xx has the same form, unless it is said. */
function describeErrors(document: OpenAPIObject): void {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const responses = path[method]?.responses;
      if (responses === undefined) continue;
      for (const [status, response] of Object.entries(responses)) {
        if (/^[45]/.test(status) && response !== undefined && !('$ref' in response))
          response.content ??= ERROR_CONTENT;
      }
      responses['default'] = {
        description: 'What went wrong, in the one form of errors.',
        content: ERROR_CONTENT,
      };
    }
  }
}

/** What a change leaves out stays as it is. */
function dropDefaultsOfChanges(document: OpenAPIObject): void {
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    if (!name.startsWith('Update') || '$ref' in schema) continue;
    for (const property of Object.values(schema.properties ?? {})) {
      if (!('$ref' in property)) delete property.default;
    }
  }
}
