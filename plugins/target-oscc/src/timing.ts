import { defaultTiming as longPolling, type LongPollTiming } from '@marcador/plugin-http/long-polling.js';

/** How patient the plugin is, all in ms. */
export interface Timing extends LongPollTiming {
  /** The pause after wrong credentials: trying more often would lock the user out. */
  readonly refusedPauseMs: number;
}

export const defaultTiming: Timing = { ...longPolling, refusedPauseMs: 60_000 };
