import type { Clock } from '@marcador/platform/clock.js';
import type { Dns, Family } from './dns.js';

/** Node tells no time to live of most records: a minute is what carriers give theirs. */
const FRESH_MS = 60_000;
/** Neither calls nor a broken DNS server gain from asking it at each of them. */
const FAILED_MS = 5_000;

interface Entry {
  answer: Promise<readonly unknown[]>;
  until: number;
}

/** Keeps answers for a minute, and longer where DNS does not answer: what was right a while ago beats nothing. */
export class CachedDns implements Dns {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly dns: Dns,
    private readonly clock: Clock,
  ) {}

  naptr(name: string) {
    return this.ask(`NAPTR ${name}`, () => this.dns.naptr(name));
  }

  srv(name: string) {
    return this.ask(`SRV ${name}`, () => this.dns.srv(name));
  }

  addresses(name: string, family: Family) {
    return this.ask(`A${family} ${name}`, () => this.dns.addresses(name, family));
  }

  private ask<T>(key: string, question: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const now = this.clock.now().getTime();
    const known = this.entries.get(key);
    if (known !== undefined && known.until > now) return known.answer as Promise<readonly T[]>;
    this.forgetOld(now);
    const entry: Entry = { answer: question(), until: now + FRESH_MS };
    const answer = entry.answer.catch((error: unknown) => {
      entry.until = this.clock.now().getTime() + FAILED_MS;
      if (known === undefined) throw error;
      return known.answer;
    });
    entry.answer = answer;
    this.entries.set(key, entry);
    return answer as Promise<readonly T[]>;
  }

  /** Names come from Route header fields too: a peer must not fill the memory with them. */
  private forgetOld(now: number): void {
    if (this.entries.size < 1000) return;
    for (const [key, { until }] of this.entries) if (until <= now) this.entries.delete(key);
    if (this.entries.size >= 1000) this.entries.clear();
  }
}
