import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { LeadUpload } from './lead-upload.service.js';
import { LeadsController } from './leads.controller.js';
import { LeadsService } from './leads.service.js';

@Module({ imports: [CampaignsModule], controllers: [LeadsController], providers: [LeadsService, LeadUpload] })
export class LeadsModule {}
