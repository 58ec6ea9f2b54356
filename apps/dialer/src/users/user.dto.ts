import type { Role } from '@marcador/domain/permissions.js';
import { USER_SORTS } from '@marcador/persistence/users/user.repository.js';
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import {
  BooleanField,
  ChoiceField,
  IdListField,
  PasswordField,
  TextField,
  VersionField,
} from '../http/fields.js';
import { ROLE } from '../http/named-enums.js';
import { sortedQuery } from '../http/page.js';

/** A new user. */
export class CreateUserDto {
  @TextField({ description: 'unique, whatever the case', min: 1, max: 100 })
  userName!: string;

  @PasswordField({ description: 'to begin with', min: 8 })
  password!: string;

  @BooleanField({
    description: 'whether it has to be changed at the first login',
    optional: true,
    default: true,
  })
  mustChangePassword?: boolean;

  @TextField({ description: 'first name', max: 100, optional: true, default: '' })
  firstName?: string;

  @TextField({ description: 'last name', max: 100, optional: true, default: '' })
  lastName?: string;

  @ChoiceField({ description: 'what the user may do', choices: ROLE })
  role!: Role;

  @IdListField({ description: 'the dialer groups in which the user may do it' })
  groupIds!: string[];
}

/**
 * What of a user is to be different. Another role or other groups end the user's sessions; one's own role and groups are
 * for somebody else to change.
 */
export class UpdateUserDto extends PartialType(
  OmitType(CreateUserDto, ['password', 'mustChangePassword'] as const),
) {
  @VersionField()
  version!: number;
}

/** Which users are wanted. */
export class UsersQuery extends sortedQuery('UserSort', USER_SORTS) {}

/** A new password for somebody else. */
export class ResetPasswordDto {
  @PasswordField({ description: 'to begin with; it has to be changed at the next login', min: 8 })
  password!: string;
}

class UserGroupView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  name!: string;
}

/** A user. */
export class UserView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty()
  userName!: string;
  @ApiProperty()
  firstName!: string;
  @ApiProperty()
  lastName!: string;
  @ApiProperty(ROLE)
  role!: Role;
  @ApiProperty()
  mustChangePassword!: boolean;
  @ApiProperty({
    description: 'whether the one who asks may change it; false where groups of others have it too',
  })
  changeable!: boolean;
  @ApiProperty({ type: [UserGroupView], description: 'of these, those that the one who asks may see' })
  groups!: UserGroupView[];
}
