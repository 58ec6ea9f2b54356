import type { QueueSnapshot } from '@marcador/plugin-api';
import { isFree, isInService, type Channel } from './voice-portal-codec.js';

/** The channels of one service as far as they are known. */
export class ChannelView {
  private readonly channels = new Map<string, Channel>();

  constructor(channels: readonly Channel[]) {
    for (const channel of channels) this.apply(channel);
  }

  apply(channel: Channel): void {
    this.channels.set(channel.channelId, channel);
  }

  snapshot(): QueueSnapshot {
    const all = [...this.channels.values()];
    return {
      free: all.filter(isFree).map(({ channelId }) => channelId),
      loggedOn: all.filter(isInService).length,
    };
  }
}
