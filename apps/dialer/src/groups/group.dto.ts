import { GROUP_SORTS } from '@marcador/persistence/users/group.repository.js';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { TextField, VersionField } from '../http/fields.js';
import { sortedQuery } from '../http/page.js';

/** A new dialer group. */
export class CreateGroupDto {
  @TextField({ description: 'unique, whatever the case', min: 1, max: 100 })
  name!: string;

  @TextField({ description: 'what it is for', max: 1000, optional: true, default: '' })
  description?: string;
}

/** What of a dialer group is to be different. */
export class UpdateGroupDto extends PartialType(CreateGroupDto) {
  @VersionField()
  version!: number;
}

/** Which dialer groups are wanted. */
export class GroupsQuery extends sortedQuery('GroupSort', GROUP_SORTS) {}

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
  @ApiProperty({ description: 'campaigns of a disabled group cannot be started, and none can be added' })
  enabled!: boolean;
}
