import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ExtensionKind } from '@marcador/plugin-api';
import { IdField, ObjectField, TextField, VersionField } from '../http/fields.js';
import { PerhapsMessageView } from '../http/message.dto.js';
import { EXTENSION_KIND } from '../http/named-enums.js';
import { InstanceFiguresView } from './instance-figures.dto.js';

const CONFIG = 'the values of the type, as its JSON Schema says (GET /api/v1/extensions)';

/** A new configured instance of an extension. */
export class CreateInstanceDto {
  @TextField({ description: 'unique among those of its kind', min: 1, max: 100 })
  name!: string;

  @TextField({ description: 'the id of the extension', min: 1, max: 100 })
  type!: string;

  @ObjectField({ description: CONFIG })
  config!: Record<string, unknown>;
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
