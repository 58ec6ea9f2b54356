import type { INestApplication } from '@nestjs/common';
import {
  ApiProperty,
  ApiPropertyOptional,
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { VERSION } from './version.js';

class ErrorView {
  @ApiProperty({ type: 'integer' })
  statusCode!: number;
  @ApiProperty({ description: 'for programs; stable' })
  code!: string;
  @ApiProperty({ description: 'for people: one sentence that says what to do' })
  message!: string;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    isArray: true,
    description: 'field by field',
  })
  details?: unknown[];
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
  return withErrors(SwaggerModule.createDocument(app, config, { extraModels: [ErrorView] }));
}

/** Serves the document at /api/docs-json, and for people at /api/docs. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'api/docs-json' });
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const ERROR = {
  description: 'What went wrong, in the one form of errors.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorView' } } },
};

/** Whatever is not 2xx has the same form. */
function withErrors(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const responses = path[method]?.responses;
      if (responses !== undefined) responses['default'] = ERROR;
    }
  }
  return document;
}
