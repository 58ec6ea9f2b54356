import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { CampaignsModule } from '../campaigns/campaigns.module.js';
import { LiveController } from './live.controller.js';

@Module({ imports: [AuthModule, CampaignsModule], controllers: [LiveController] })
export class LiveModule {}
