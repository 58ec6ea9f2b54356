import type { Family } from '../family.js';
import { datagrams } from './datagrams.js';
import { headerFields } from './header-fields.js';
import { mediaPackets } from './media-packets.js';
import { sessionDescriptions } from './session-descriptions.js';
import { streams } from './streams.js';

/** A family, and its share of the inputs of a long run. */
export interface Share {
  readonly family: () => Family;
  readonly share: number;
}

export const FAMILIES: readonly Share[] = [
  { family: datagrams, share: 0.3 },
  { family: streams, share: 0.25 },
  { family: sessionDescriptions, share: 0.1 },
  { family: headerFields, share: 0.05 },
  { family: () => mediaPackets('in-thread'), share: 0.2 },
  { family: () => mediaPackets('in-a-worker'), share: 0.1 },
];
