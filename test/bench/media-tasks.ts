import type { Variant } from './media-variants.js';

/** What the bench asks of the process that receives; it answers with its ports, and to the next message with the result. */
export interface ReceiverTask {
  /** Bare sockets, the media in one thread, or in workers. */
  readonly by: 'bare' | 'thread' | 'workers';
  readonly variant: Variant;
  readonly streams: number;
  readonly remotePort: number;
  readonly key: readonly number[];
  /** How many frames are played. */
  readonly frames: number;
}

/** What it measured. */
export interface ReceiverResult {
  readonly cpuSeconds: number;
  readonly packets: number;
  /** When each stream had its verdict; `null` for none. */
  readonly verdictsAt: readonly (number | null)[];
}

/** After how many frames a stream has its verdict: all of them in the last second, as calls do not end at once. */
export function framesUntilVerdict(frames: number, stream: number): number {
  return frames - (stream % 50);
}
