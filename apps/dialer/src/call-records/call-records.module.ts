import { Module } from '@nestjs/common';
import { CallRecordsController } from './call-records.controller.js';

@Module({ controllers: [CallRecordsController] })
export class CallRecordsModule {}
