import { Module } from '@nestjs/common';
import { InstancesModule } from '../instances/instances.module.js';
import { PluginsController } from './plugins.controller.js';
import { PluginsService } from './plugins.service.js';

@Module({ imports: [InstancesModule], controllers: [PluginsController], providers: [PluginsService] })
export class PluginsModule {}
