import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Vitals } from './engine-protocol.js';

/** What this process holds; it has to run with --expose-gc. */
export async function vitals(): Promise<Vitals> {
  if (globalThis.gc === undefined) throw new Error('Run this process with --expose-gc.');
  globalThis.gc();
  // What was collected is given back to the system beside the program.
  await wait(1000);
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    memory: rss,
    heap: heapUsed,
    handles: readdirSync('/proc/self/fd').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
  };
}
