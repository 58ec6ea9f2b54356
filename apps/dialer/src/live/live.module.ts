import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { CampaignChanges } from './campaign-changes.js';
import { ChangesByHand } from './changes-by-hand.middleware.js';
import { LiveController } from './live.controller.js';

@Module({
  imports: [AuthModule, CampaignsModule],
  controllers: [LiveController],
  providers: [CampaignChanges],
})
export class LiveModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(ChangesByHand).forRoutes('api/v1/campaigns', 'api/v1/groups');
  }
}
