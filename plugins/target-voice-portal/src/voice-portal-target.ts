import { message, sentence } from '@marcador/messages/message.js';
import type { DialQueue, DialTarget, HealthReport, QueueAgent, QueueObserver } from '@marcador/plugin-api';
import { defaultTiming, type LongPollTiming } from '@marcador/plugin-http/long-polling.js';
import type { VoicePortalConfig } from './config.js';
import { ServiceWatch } from './service-watch.js';
import { VoicePortalClient } from './voice-portal-client.js';
import { isInService, stateOf } from './voice-portal-codec.js';

/** A Voice Portal as a dial target: its services are the queues, its channels the agents. */
export class VoicePortalTarget implements DialTarget {
  private readonly client: VoicePortalClient;
  private readonly closing = new AbortController();

  constructor(
    config: VoicePortalConfig,
    private readonly timing: LongPollTiming = defaultTiming,
  ) {
    this.client = new VoicePortalClient(config, timing);
  }

  async queues(signal: AbortSignal): Promise<readonly DialQueue[]> {
    const services = await this.client.services(signal);
    return services.map(({ serviceId, ...service }) => ({ id: serviceId, ...service }));
  }

  watch(queueId: string, observer: QueueObserver, signal: AbortSignal): void {
    const watch = new ServiceWatch(this.client, queueId, observer, this.timing);
    void watch.run(AbortSignal.any([signal, this.closing.signal]));
  }

  async agents(serviceId: string, signal: AbortSignal): Promise<readonly QueueAgent[]> {
    const { channels } = await this.client.channels(serviceId, signal);
    return channels
      .filter(isInService)
      .map((channel) => ({ id: channel.channelId, state: stateOf(channel) }));
  }

  async health(signal: AbortSignal): Promise<HealthReport> {
    const { length } = await this.client.services(signal);
    const { host } = this.client;
    return { healthy: true, ...sentence(message('queues-there', { host, count: length })) };
  }

  close(): Promise<void> {
    this.closing.abort();
    return this.client.close();
  }
}
