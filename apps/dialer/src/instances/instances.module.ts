import { Module } from '@nestjs/common';
import { AmdDetectorsController } from './amd-detectors.controller.js';
import { DialTargetsController } from './dial-targets.controller.js';
import { DncServicesController } from './dnc-services.controller.js';
import { DoNotCallController } from './donotcall.controller.js';
import { ExtensionsController } from './extensions.controller.js';
import { InstancesService } from './instances.service.js';
import { ListAgeController } from './list-age.controller.js';
import { ListAgeService } from './list-age.service.js';
import { NumbersService } from './numbers.service.js';
import { PacingStrategiesController } from './pacing-strategies.controller.js';
import { SecretSealing } from './secret-sealing.js';
import { StoredInstances } from './stored-instances.js';
import { TargetQueues } from './target-queues.js';

@Module({
  controllers: [
    AmdDetectorsController,
    DialTargetsController,
    DncServicesController,
    DoNotCallController,
    ExtensionsController,
    ListAgeController,
    PacingStrategiesController,
  ],
  providers: [InstancesService, ListAgeService, NumbersService, SecretSealing, StoredInstances, TargetQueues],
  exports: [InstancesService, SecretSealing, TargetQueues],
})
export class InstancesModule {}
