/**
 * All that is known of the Voice Portal on the wire. The portal has no public interface for its channels: this
 * contract is ours (docs/contracts/voice-portal.md). A portal that differs changes this file.
 */
import type { AgentState } from '@marcador/plugin-api';
import { z } from 'zod';

const id = z.string().min(1).max(200);
const seq = z.int().min(0);

export const servicesSchema = z.object({
  services: z.array(
    z.object({ serviceId: id, name: z.string(), pilotNumber: z.string().min(1).exactOptional() }),
  ),
});

/** The state is any text: a portal may know more states than we do, and such a channel is just not free. */
const channelSchema = z.object({ channelId: id, state: z.string() });

export const channelsSchema = z.object({ epoch: id, seq, channels: z.array(channelSchema) });

export const eventsSchema = z.object({
  epoch: id,
  events: z.array(channelSchema.extend({ seq: z.int().min(1) })),
  lastSeq: seq,
});

export const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type Channel = z.output<typeof channelSchema>;
export type ChannelsAnswer = z.output<typeof channelsSchema>;
export type EventsAnswer = z.output<typeof eventsSchema>;

export const UNKNOWN_SERVICE = 'UNKNOWN_SERVICE';

export const servicesPath = 'services';

export function channelsPath(serviceId: string): string {
  return `services/${encodeURIComponent(serviceId)}/channels`;
}

export function eventsPath(serviceId: string, afterSeq: number, timeoutMs: number): string {
  return `services/${encodeURIComponent(serviceId)}/events?afterSeq=${afterSeq}&timeoutMs=${timeoutMs}`;
}

/** Whether the channel can take a call now. */
export function isFree({ state }: Channel): boolean {
  return state === 'IDLE';
}

/** Whether the channel takes part at all. */
export function isInService({ state }: Channel): boolean {
  return state !== 'OUT_OF_SERVICE';
}

/** What a channel in service does. */
export function stateOf(channel: Channel): AgentState {
  if (isFree(channel)) return 'free';
  return channel.state === 'BUSY' ? 'talking' : 'unknown';
}
