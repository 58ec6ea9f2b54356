import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { OriginGuard } from '../http/origin.guard.js';
import { AccessGuard } from './access.guard.js';
import { CookieStrategy, SessionGuard } from './cookie.strategy.js';
import { LocalStrategy } from './local.strategy.js';
import { LoginLimiter } from './login-limiter.js';
import { LoginService } from './login.service.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

/** Who somebody is, and whether they may. The order of the guards is the order in which they ask. */
@Module({
  imports: [PassportModule],
  controllers: [SessionController],
  providers: [
    { provide: APP_GUARD, useClass: OriginGuard },
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    CookieStrategy,
    LocalStrategy,
    LoginLimiter,
    LoginService,
    Sessions,
  ],
  exports: [Sessions],
})
export class AuthModule {}
