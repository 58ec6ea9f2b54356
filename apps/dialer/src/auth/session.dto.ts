import type { Action, Role } from '@marcador/domain/permissions.js';
import { ApiProperty } from '@nestjs/swagger';
import { PasswordField, TextField } from '../http/fields.js';
import { ACTION, ROLE } from '../http/named-enums.js';

/** Who wants to log in. */
export class LoginDto {
  @TextField({ description: 'in any case', min: 1, max: 100 })
  userName!: string;

  @PasswordField({ description: 'the password' })
  password!: string;
}

/** A new password for oneself. */
export class ChangePasswordDto {
  @PasswordField({ description: 'the password so far' })
  currentPassword!: string;

  @PasswordField({ description: 'the password from now on', min: 8 })
  newPassword!: string;
}

class OwnGroupView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ description: 'campaigns can be added to it, moved to it and started in it' })
  enabled!: boolean;
}

/** Who is logged in. */
export class SessionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  userName!: string;
  @ApiProperty()
  firstName!: string;
  @ApiProperty()
  lastName!: string;
  @ApiProperty(ROLE)
  role!: Role;
  @ApiProperty({ type: [OwnGroupView] })
  groups!: readonly OwnGroupView[];
  @ApiProperty({ description: 'nothing else is allowed before' })
  mustChangePassword!: boolean;
  @ApiProperty({
    ...ACTION,
    isArray: true,
    description: 'what the role allows, in the own groups or everywhere',
  })
  permissions!: readonly Action[];
}
