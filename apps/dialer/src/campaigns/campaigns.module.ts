import { Module } from '@nestjs/common';
import { InstancesModule } from '../instances/instances.module.js';
import { CampaignAccess } from './campaign-access.js';
import { CampaignChoices } from './campaign-choices.js';
import { CampaignViews } from './campaign-views.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignsService } from './campaigns.service.js';

@Module({
  imports: [InstancesModule],
  controllers: [CampaignsController],
  providers: [CampaignAccess, CampaignChoices, CampaignViews, CampaignsService],
  exports: [CampaignAccess],
})
export class CampaignsModule {}
