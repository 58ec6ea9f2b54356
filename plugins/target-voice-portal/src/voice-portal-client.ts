import { JsonClient } from '@marcador/plugin-http/json-client.js';
import type { LongPollTiming } from '@marcador/plugin-http/long-polling.js';
import type { VoicePortalConfig } from './config.js';
import {
  channelsPath,
  channelsSchema,
  errorSchema,
  eventsPath,
  eventsSchema,
  servicesPath,
  servicesSchema,
  type ChannelsAnswer,
  type EventsAnswer,
} from './voice-portal-codec.js';

/** The portal's requests as functions. All reject with `ServiceError`, or with the signal's reason. */
export class VoicePortalClient {
  private readonly portal: JsonClient;

  constructor(
    { baseUrl, caCertificate }: VoicePortalConfig,
    private readonly timing: Pick<LongPollTiming, 'pollMs' | 'answerMs'>,
  ) {
    this.portal = new JsonClient({
      address: baseUrl,
      caCertificate,
      answerMs: timing.answerMs,
      refusal: errorSchema,
    });
  }

  /** Where the portal is. */
  get host(): string {
    return this.portal.host;
  }

  async services(signal: AbortSignal) {
    const { services } = await this.portal.ask({ path: servicesPath, answer: servicesSchema }, signal);
    return services;
  }

  channels(serviceId: string, signal: AbortSignal): Promise<ChannelsAnswer> {
    return this.portal.ask({ path: channelsPath(serviceId), answer: channelsSchema }, signal);
  }

  /** Held by the portal until there is an event, or for `timing.pollMs`. */
  events(serviceId: string, afterSeq: number, signal: AbortSignal): Promise<EventsAnswer> {
    const { pollMs } = this.timing;
    const path = eventsPath(serviceId, afterSeq, pollMs);
    return this.portal.ask({ path, answer: eventsSchema, heldMs: pollMs }, signal);
  }

  /** Frees the sockets, also of requests under way. */
  close(): Promise<void> {
    return this.portal.close();
  }
}
