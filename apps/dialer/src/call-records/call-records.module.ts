import { Module } from '@nestjs/common';
import { CallRecordsController } from './call-records.controller.js';
import { CallRecordsService } from './call-records.service.js';
import { ExplanationRetention } from './explanation-retention.js';

@Module({ controllers: [CallRecordsController], providers: [CallRecordsService, ExplanationRetention] })
export class CallRecordsModule {}
