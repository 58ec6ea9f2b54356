import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ExtensionKind } from '@marcador/plugin-api';
import { LONGEST_REFRESH_DAYS } from '@marcador/plugin-host/dnc-refresh.js';
import { IdField, IntegerField, ObjectField, TextField, VersionField } from '../http/fields.js';
import { PerhapsMessageView } from '../http/message.dto.js';
import { EXTENSION_KIND } from '../http/named-enums.js';
import { InstanceFiguresView } from './instance-figures.dto.js';

const CONFIG = 'the values of the type, as its JSON Schema says (GET /api/v1/extensions)';

const MOST_KEEP_MINUTES = LONGEST_REFRESH_DAYS * 24 * 60;
const KEEP_ANSWERS =
  'for how many minutes a clear answer of a do-not-call service is used again, no longer than the law of the number’s country allows (28 or 31 days); 0: each question is asked. Only for types that keep no numbers';

/** A new configured instance of an extension. */
export class CreateInstanceDto {
  @TextField({ description: 'unique among those of its kind', min: 1, max: 100 })
  name!: string;

  @TextField({ description: 'the id of the extension', min: 1, max: 100 })
  type!: string;

  @ObjectField({ description: CONFIG })
  config!: Record<string, unknown>;

  @IntegerField({
    description: KEEP_ANSWERS,
    min: 0,
    max: MOST_KEEP_MINUTES,
    optional: true,
    default: 0,
  })
  keepAnswersMinutes = 0;
}

/** What of a configured instance is to be different. Its type stays. */
export class UpdateInstanceDto {
  @VersionField()
  version!: number;

  @TextField({ description: 'unique among those of its kind', min: 1, max: 100, optional: true })
  name?: string;

  @ObjectField({
    description: `all of ${CONFIG}; a secret that is not sent, or sent as its placeholder, stays, and null takes it away. Where a text or a port number is another than saved, secrets have to be given again`,
    optional: true,
  })
  config?: Record<string, unknown>;

  @IntegerField({
    description: KEEP_ANSWERS,
    min: 0,
    max: MOST_KEEP_MINUTES,
    optional: true,
  })
  keepAnswersMinutes?: number;
}

/** Values to test before they are saved. */
export class TestInstanceDto {
  @IdField({
    description:
      'the instance that would change: its secrets stand in for those not sent, as long as all texts and port numbers are as they are saved',
    optional: true,
  })
  id?: string;

  @TextField({ description: 'the id of the extension', min: 1, max: 100 })
  type!: string;

  @ObjectField({ description: CONFIG })
  config!: Record<string, unknown>;
}

/** A configured instance of an extension. */
export class InstanceView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty()
  name!: string;
  @ApiProperty({ description: 'the id of the extension' })
  type!: string;
  @ApiProperty({ description: 'neither changed nor removed' })
  builtIn!: boolean;
  @ApiProperty({ type: 'integer', description: KEEP_ANSWERS })
  keepAnswersMinutes!: number;
  @ApiProperty({ description: 'whether lists of numbers can be uploaded' })
  keepsNumbers!: boolean;
  @ApiProperty()
  inService!: boolean;
  @ApiPropertyOptional({ description: 'why it is not in service' })
  reason?: string;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'for Masters only; secrets are replaced by a placeholder',
  })
  config?: unknown;
}

/** How an instance fares. */
export class HealthView extends PerhapsMessageView {
  @ApiProperty()
  healthy!: boolean;
  @ApiProperty({ description: 'what is wrong and what to do, or what answered' })
  message!: string;
  @ApiPropertyOptional({ description: 'of a saved instance that is in service' })
  figures?: InstanceFiguresView;
}

/** A queue of a dial target. */
export class QueueView {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiPropertyOptional({ description: 'the number that reaches it, where the target knows it' })
  pilotNumber?: string;
}

/** A type of extension. */
export class ExtensionView {
  @ApiProperty(EXTENSION_KIND)
  kind!: ExtensionKind;
  @ApiProperty()
  id!: string;
  @ApiProperty()
  displayName!: string;
  @ApiPropertyOptional()
  description?: string;
  @ApiProperty({ description: 'whether lists of numbers can be uploaded for its instances' })
  keepsNumbers!: boolean;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'JSON Schema 2020-12 of its values',
  })
  configSchema!: Readonly<Record<string, unknown>>;
}
