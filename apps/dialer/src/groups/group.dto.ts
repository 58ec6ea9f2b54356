import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../http/fields.js';

/** A new dialer group. */
export class CreateGroupDto {
  @TextField({ description: 'unique', min: 1, max: 100 })
  name!: string;

  @TextField({ description: 'what it is for', max: 1000, optional: true, default: '' })
  description?: string;
}

/** A dialer group. */
export class GroupView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  description!: string;
  @ApiProperty({ description: 'campaigns of a disabled group cannot be started' })
  enabled!: boolean;
}
