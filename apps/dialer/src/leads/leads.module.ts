import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { LeadUploads } from './lead-uploads.service.js';
import { LeadsController } from './leads.controller.js';
import { LeadsService } from './leads.service.js';

@Module({
  imports: [CampaignsModule],
  controllers: [LeadsController],
  providers: [LeadsService, LeadUploads],
})
export class LeadsModule {}
