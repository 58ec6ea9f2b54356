import { readdirSync } from 'node:fs';
import type { Vitals } from './engine-protocol.js';

/** What this process holds; it has to run with --expose-gc. */
export function vitals(): Vitals {
  if (globalThis.gc === undefined) throw new Error('Run this process with --expose-gc.');
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    memory: rss,
    heap: heapUsed,
    handles: readdirSync('/proc/self/fd').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
  };
}
