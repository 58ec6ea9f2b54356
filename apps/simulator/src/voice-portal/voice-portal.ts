import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { EventLog } from '../event-log.js';
import type { ChannelState } from '../events.js';
import { EventFeed } from '../feed/event-feed.js';
import { FeedFaults } from '../feed/feed-faults.js';
import type { Pilot, TransferredCaller } from '../pilot.js';
import { spread, type Range } from '../tempo.js';
import { wireChannel, type Channel } from './channel.js';

export interface ServiceSettings {
  readonly id: string;
  readonly name: string;
  readonly pilotNumber: string;
}

interface Conversation {
  readonly caller: TransferredCaller;
  readonly channelId: string;
  readonly serviceId: string;
  timer: Timer;
}

export interface VoicePortalTimes {
  /** How long it takes a channel to answer. */
  readonly answerMs: Range;
  readonly talkMs: Range;
}

/** Services of an IVR and the channels they run on. A transferred call takes an idle channel until its talk is over. */
export class VoicePortal {
  readonly faults = new FeedFaults();
  private readonly channels = new Map<string, Channel>();
  private readonly conversations = new Set<Conversation>();
  private feeds = new Map<string, EventFeed<object>>();
  private life = randomUUID();

  /**
   * @param clock scaled, for answers and talks
   * @param wallClock for held requests
   */
  constructor(
    readonly services: readonly ServiceSettings[],
    channels: readonly { readonly id: string; readonly services: readonly string[] }[],
    private readonly times: VoicePortalTimes,
    private readonly clock: Clock,
    private readonly wallClock: Clock,
    private readonly log: EventLog,
  ) {
    for (const { id, services: served } of channels) this.set(id, served, 'idle');
    this.beginSequences();
  }

  /** Names the life of the sequences. */
  get epoch(): string {
    return this.life;
  }

  list(): readonly Channel[] {
    return [...this.channels.values()];
  }

  /** The events of a service; `undefined` for an unknown one. */
  feed(serviceId: string): EventFeed<object> | undefined {
    return this.feeds.get(serviceId);
  }

  /** The service that a number reaches. */
  pilot(number: string): Pilot | undefined {
    const service = this.services.find((candidate) => candidate.pilotNumber === number);
    return service && { queueId: service.id, receive: (caller) => this.receive(service.id, caller) };
  }

  /**
   * Takes a channel out of service, or puts it back.
   * @returns false when it has a call or is unknown: then nothing changes
   */
  assign(channelId: string, state: Exclude<ChannelState, 'busy'>): boolean {
    const channel = this.channels.get(channelId);
    if (channel === undefined || channel.callId !== undefined) return false;
    this.set(channelId, channel.services, state);
    return true;
  }

  /** Forgets the sequences, as a restarted portal does: numbers begin anew under another epoch. */
  forget(): void {
    const former = this.feeds;
    this.beginSequences();
    for (const feed of former.values()) feed.end();
  }

  private beginSequences(): void {
    this.life = randomUUID();
    this.feeds = new Map(this.services.map(({ id }) => [id, new EventFeed(this.wallClock, this.faults)]));
  }

  private receive(serviceId: string, caller: TransferredCaller): () => void {
    const channel = this.list().find(
      ({ state, services }) => state === 'idle' && services.includes(serviceId),
    );
    if (channel === undefined) {
      caller.refused(486);
      return () => {};
    }
    const { callId } = caller;
    const timer = this.clock.setTimer(spread(this.times.answerMs, callId), () => this.talk(conversation));
    const conversation: Conversation = { caller, channelId: channel.id, serviceId, timer };
    this.conversations.add(conversation);
    this.set(channel.id, channel.services, 'busy', callId);
    return () => this.end(conversation);
  }

  private talk(conversation: Conversation): void {
    const { caller, channelId, serviceId } = conversation;
    const { callId } = caller;
    conversation.timer = this.clock.setTimer(spread(this.times.talkMs, callId), () => this.end(conversation));
    this.log.append({ type: 'transferred', callId, queueId: serviceId, agentId: channelId });
    caller.connected();
  }

  private end(conversation: Conversation): void {
    if (!this.conversations.delete(conversation)) return;
    conversation.timer.cancel();
    const { caller, channelId, serviceId } = conversation;
    this.log.append({ type: 'conversation-ended', callId: caller.callId, queueId: serviceId });
    this.set(channelId, this.channels.get(channelId)?.services ?? [], 'idle');
  }

  private set(id: string, services: readonly string[], state: ChannelState, callId?: string): void {
    const call = callId === undefined ? {} : { callId };
    const channel: Channel = { id, services, state, ...call };
    this.channels.set(id, channel);
    this.log.append({
      type: 'channel',
      channelId: id,
      queues: services,
      state,
      free: state === 'idle',
      ...call,
    });
    for (const serviceId of services) this.feeds.get(serviceId)?.append(wireChannel(channel));
  }
}
