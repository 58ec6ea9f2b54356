import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { LeadUpload } from './lead-upload.service.js';
import { LeadsController } from './leads.controller.js';

@Module({ imports: [CampaignsModule], controllers: [LeadsController], providers: [LeadUpload] })
export class LeadsModule {}
