import type { ChannelState } from '../events.js';

/** A channel at one moment: a line of the IVR, which may serve several services. */
export interface Channel {
  readonly id: string;
  readonly services: readonly string[];
  readonly state: ChannelState;
  readonly callId?: string;
}

const WIRE: Readonly<Record<ChannelState, string>> = {
  idle: 'IDLE',
  busy: 'BUSY',
  'out-of-service': 'OUT_OF_SERVICE',
  'unheard-of': 'DREAMING',
};

/** A channel as docs/contracts/voice-portal.md spells it. */
export function wireChannel(channel: Channel): { readonly channelId: string; readonly state: string } {
  return { channelId: channel.id, state: WIRE[channel.state] };
}
