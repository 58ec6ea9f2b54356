import { createHash } from 'node:crypto';
import type { Srv } from './dns.js';

/** RFC 2782 wants a record of weight 0 to be chosen now and then beside others: about as often as this. */
const SMALLEST_WEIGHT = 0.01;

/**
 * Orders SRV records by priority, and by chance in proportion to their weights where that is equal (RFC 2782). The
 * chance is drawn once for a seed and a record: who asks again gets the same order, or its calls would wander about,
 * and another seed, so another node, has its own.
 */
export function orderSrv(records: readonly Srv[], seed: string): readonly Srv[] {
  return records
    .map((record) => ({
      record,
      key: chance(`${record.name}|${record.port}`, seed) ** (1 / Math.max(record.weight, SMALLEST_WEIGHT)),
    }))
    .sort((a, b) => a.record.priority - b.record.priority || b.key - a.key)
    .map(({ record }) => record);
}

/** Orders the addresses of a name by chance, drawn once for a seed: DNS servers give them in another order each time. */
export function inOrderOf(seed: string, addresses: readonly string[]): readonly string[] {
  return [...addresses].sort((a, b) => chance(b, seed) - chance(a, seed));
}

/** 0 < n < 1, from the seed. */
function chance(name: string, seed: string): number {
  const digest = createHash('sha256').update(`${seed}|${name}`).digest();
  return (digest.readUInt32BE(0) + 0.5) / 2 ** 32;
}
