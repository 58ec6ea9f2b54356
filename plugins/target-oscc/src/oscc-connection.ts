import { setTimeout as delay } from 'node:timers/promises';
import type { PluginLog } from '@marcador/plugin-api';
import { pauseAfter } from '@marcador/plugin-http/long-polling.js';
import { ServiceError } from '@marcador/plugin-http/service-error.js';
import type { OsccConfig } from './config.js';
import { EventPump } from './event-pump.js';
import type { OsccClient } from './oscc-client.js';
import { ErrorCode } from './oscc-codec.js';
import { OsccSession } from './oscc-session.js';
import type { QueueWatch } from './queue-watch.js';
import type { Timing } from './timing.js';

interface Waiter {
  resolve(session: OsccSession): void;
  reject(error: unknown): void;
}

/**
 * The one connection of a configured instance: keeps a session open from its first use on, logs on again with growing
 * pauses when it is lost, and feeds the watched queues from whichever session there is.
 */
export class OsccConnection {
  private readonly watches = new Set<QueueWatch>();
  private readonly waiters = new Set<Waiter>();
  private readonly closing = new AbortController();
  private session: OsccSession | undefined;
  private pump: EventPump | undefined;
  /** Ends the pause before the next attempt; present only during one. */
  private skipPause: (() => void) | undefined;
  /** Why there is no session. */
  private fault: Error | undefined;
  private failures = 0;
  private running = false;

  constructor(
    private readonly client: OsccClient,
    private readonly config: OsccConfig,
    private readonly applicationName: string,
    private readonly log: PluginLog,
    private readonly timing: Timing,
  ) {}

  /** Feeds the watch until {@link unwatch}. */
  watch(watch: QueueWatch): void {
    this.watches.add(watch);
    this.start();
    if (this.pump !== undefined) this.pump.monitor(watch);
    else if (this.fault !== undefined) watch.lose(this.fault);
  }

  unwatch(watch: QueueWatch): void {
    this.watches.delete(watch);
  }

  /**
   * Runs work on the session; on a new one if the present one turns out to have expired.
   * @throws when the next attempt to log on fails, when the work fails, or with the signal's reason
   */
  async use<T>(work: (session: OsccSession) => Promise<T>, signal: AbortSignal): Promise<T> {
    const session = await this.nextSession(signal);
    try {
      return await abortable(work(session), signal);
    } catch (error) {
      if (!endsSession(error)) throw error;
      session.lose(error);
      return abortable(work(await this.nextSession(signal)), signal);
    }
  }

  /** Logs off. Nothing is reported afterwards. */
  async close(): Promise<void> {
    this.watches.clear();
    const { session } = this;
    this.closing.abort(new Error('The dial target was closed.'));
    await session?.close(this.timing.answerMs / 2);
  }

  private nextSession(signal: AbortSignal): Promise<OsccSession> {
    this.start();
    if (this.session !== undefined && !this.session.lost.aborted) return Promise.resolve(this.session);
    this.skipPause?.();
    let waiter: Waiter | undefined;
    const session = new Promise<OsccSession>((resolve, reject) => {
      waiter = { resolve, reject };
      this.waiters.add(waiter);
    });
    return abortable(session, signal).finally(() => this.waiters.delete(waiter as Waiter));
  }

  private start(): void {
    if (this.running || this.closing.signal.aborted) return;
    this.running = true;
    void this.run();
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const error = await this.serve();
      if (signal.aborted) break;
      const pauseMs = this.pauseMs(error);
      this.failures++;
      this.down(error);
      if (pauseMs > 0) await this.pause(pauseMs, error);
    }
    for (const waiter of this.waiters) waiter.reject(signal.reason);
  }

  /** Logs on and stays so as long as it goes; resolves with what ended it. */
  private async serve(): Promise<unknown> {
    try {
      const session = await OsccSession.open(
        this.client,
        this.config,
        this.applicationName,
        this.closing.signal,
      );
      this.session = session;
      this.fault = undefined;
      this.pump = new EventPump(session, this.client.host, this.watches, this.timing);
      for (const waiter of this.waiters) waiter.resolve(session);
      if (this.closing.signal.aborted) session.lose(this.closing.signal.reason);
      return await reasonOfAbort(session.lost);
    } catch (error) {
      return error;
    } finally {
      if (this.session?.proven === true) this.failures = 0;
      this.session = undefined;
      this.pump = undefined;
    }
  }

  private down(error: unknown): void {
    const fault = error instanceof Error ? error : new Error(String(error));
    const { message: reason } = fault;
    if (reason !== this.fault?.message) this.log.warn({ reason }, 'Contact center out of reach');
    this.fault = fault;
    for (const watch of this.watches) watch.lose(fault);
  }

  private pauseMs(error: unknown): number {
    if (codeOf(error) === ErrorCode.invalidCredentials) return this.timing.refusedPauseMs;
    if (endsSession(error) && this.failures === 0) return 0;
    return pauseAfter(this.failures + 1, this.timing);
  }

  private async pause(ms: number, error: unknown): Promise<void> {
    for (const waiter of this.waiters) waiter.reject(error);
    const skip = new AbortController();
    this.skipPause = () => skip.abort();
    await delay(ms, undefined, { signal: AbortSignal.any([skip.signal, this.closing.signal]) }).catch(
      () => undefined,
    );
    this.skipPause = undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ServiceError ? error.code : undefined;
}

/** The server knows the session no more, which a new Logon mends. */
function endsSession(error: unknown): boolean {
  const code = codeOf(error);
  return code === ErrorCode.sessionExpired || code === ErrorCode.unknownApplication;
}

function reasonOfAbort(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason));
  });
}

async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
