import { EventEmitter } from 'node:events';
import { types } from 'node:util';

/** How many entries the collections of a program have, by the class and field that hold them. */
export type Census = ReadonlyMap<string, number>;

/** Objects in the place of a Map in sip.js's UserAgent. */
const DICTIONARIES = ['_sessions', '_subscriptions', '_publishers', '_registerers'];
/** Of Node itself: they lead to everything in the process. */
const FOREIGN = ['Timeout', 'Immediate', 'Resolver', 'Worker'];

/**
 * Counts the entries of every Map and Set that can be reached from an object by fields, of sip.js as of ours, and the
 * listeners of sip.js's emitters: what is forgotten in one of them shows, whichever it is.
 */
export function census(root: object): Census {
  const counts = new Map<string, number>();
  const seen = new Set<object>();
  const waiting: { readonly value: unknown; readonly name: string }[] = [{ value: root, name: 'root' }];
  const add = (name: string, count: number) => void counts.set(name, (counts.get(name) ?? 0) + count);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, name } = next;
    if (typeof value !== 'object' || value === null || seen.has(value) || isForeign(value)) continue;
    seen.add(value);
    if (types.isMap(value) || types.isSet(value)) {
      add(name, value.size);
      for (const each of value.values()) waiting.push({ value: each, name: `${name}[]` });
      continue;
    }
    if (name.endsWith('.listeners') && Array.isArray(value)) add(name, value.length);
    for (const [field, held] of Object.entries(value)) {
      const own = Array.isArray(value) ? `${name}[]` : `${value.constructor?.name ?? ''}.${field}`;
      if (DICTIONARIES.includes(field)) add(own, Object.keys(held as object).length);
      waiting.push({ value: held, name: own });
    }
  }
  return counts;
}

/** What holds more than before. */
export function grown(before: Census, after: Census): string[] {
  return [...after].flatMap(([name, count]) => {
    const former = before.get(name) ?? 0;
    return count > former ? [`${name}: ${former} → ${count}`] : [];
  });
}

function isForeign(value: object): boolean {
  return (
    value instanceof EventEmitter ||
    ArrayBuffer.isView(value) ||
    types.isPromise(value) ||
    types.isProxy(value) ||
    FOREIGN.includes(value.constructor?.name ?? '')
  );
}
