import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { LogsController } from './logs.controller.js';
import { MetricsController } from './metrics.controller.js';
import { PluginMetrics } from './plugin-metrics.js';
import { ServiceState } from './service-state.js';
import { SystemController } from './system.controller.js';
import { TelephonyMetrics } from './telephony-metrics.js';

@Global()
@Module({
  controllers: [HealthController, LogsController, MetricsController, SystemController],
  providers: [PluginMetrics, ServiceState, TelephonyMetrics],
  exports: [ServiceState],
})
export class SystemModule {}
