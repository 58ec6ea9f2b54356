import { Module } from '@nestjs/common';
import { InstancesModule } from '../instances/instances.module.js';
import { CampaignAccess } from './campaign-access.js';
import { CampaignChoices } from './campaign-choices.js';
import { CampaignViews } from './campaign-views.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignsService } from './campaigns.service.js';
import { ScheduleController } from './schedule.controller.js';
import { ScheduleService } from './schedule.service.js';
import { UploadsUnderWay } from './uploads-under-way.js';

@Module({
  imports: [InstancesModule],
  controllers: [CampaignsController, ScheduleController],
  providers: [
    CampaignAccess,
    CampaignChoices,
    CampaignViews,
    CampaignsService,
    ScheduleService,
    UploadsUnderWay,
  ],
  exports: [CampaignAccess, UploadsUnderWay],
})
export class CampaignsModule {}
