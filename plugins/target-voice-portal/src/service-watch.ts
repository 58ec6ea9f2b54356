import { setTimeout as delay } from 'node:timers/promises';
import { message, MessageError } from '@marcador/messages/message.js';
import type { QueueObserver } from '@marcador/plugin-api';
import { eventsAfter } from '@marcador/plugin-http/event-sequence.js';
import { pauseAfter, restAfterEarlyAnswer, type LongPollTiming } from '@marcador/plugin-http/long-polling.js';
import { ServiceError } from '@marcador/plugin-http/service-error.js';
import { ChannelView } from './channel-view.js';
import { UNKNOWN_SERVICE } from './voice-portal-codec.js';
import type { VoicePortalClient } from './voice-portal-client.js';

class EventsLostError extends MessageError {}

/**
 * Follows the channels of one service until the signal aborts: a snapshot, then its events; a new snapshot when one was
 * lost; again and again with growing pauses when the portal cannot be reached. Never rejects.
 */
export class ServiceWatch {
  private failures = 0;

  constructor(
    private readonly client: VoicePortalClient,
    private readonly serviceId: string,
    private readonly observer: QueueObserver,
    private readonly timing: LongPollTiming,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.follow(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.observer.unreachable(this.reasonOf(error));
        // A single loss is mended at once; a portal that goes on losing events must not be asked without end.
        const pauseMs = error instanceof EventsLostError && this.failures === 0 ? 0 : this.pauseMs(error);
        this.failures++;
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Rejects when touch or an event is lost. */
  private async follow(signal: AbortSignal): Promise<never> {
    const { epoch, seq, channels } = await this.client.channels(this.serviceId, signal);
    const view = new ChannelView(channels);
    let known = seq;
    this.observer.update(view.snapshot());
    for (;;) {
      const asked = performance.now();
      const answer = await this.client.events(this.serviceId, known, signal);
      const events = answer.epoch === epoch ? eventsAfter(known, answer) : 'lost';
      if (events === 'lost') {
        throw new EventsLostError(message('events-lost', { host: this.client.host }));
      }
      this.failures = 0;
      known += events.length;
      for (const event of events) view.apply(event);
      if (events.length > 0) this.observer.update(view.snapshot());
      else await restAfterEarlyAnswer(asked, this.timing, signal);
    }
  }

  private pauseMs(error: unknown): number {
    return isUnknownService(error) ? this.timing.longestPauseMs : pauseAfter(this.failures + 1, this.timing);
  }

  private reasonOf(error: unknown): Error | string {
    if (isUnknownService(error))
      return new MessageError(message('queue-unknown', { host: this.client.host, queue: this.serviceId }));
    return error instanceof Error ? error : String(error);
  }
}

function isUnknownService(error: unknown): boolean {
  return error instanceof ServiceError && error.code === UNKNOWN_SERVICE;
}
