import { DestroyRef, effect, inject, Injectable, signal, type Signal } from '@angular/core';
import { Connection } from '../connection/connection';
import { Session } from '../session/session';
import { LoginAgain } from '../session/login-again';

/** The server pings every 15 seconds; a stream that is silent for longer than this is opened anew. */
const SILENCE_MS = 40_000;
const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 30_000;

/** A stream of server-sent events that lives as long as its owner. */
export interface EventStream {
  /** Whether events arrive. */
  readonly isOpen: Signal<boolean>;
}

/** Opens streams of server-sent events. Call in an injection context: the stream ends with it. */
@Injectable({ providedIn: 'root' })
export class EventStreams {
  private readonly connection = inject(Connection);
  private readonly session = inject(Session);
  private readonly loginAgain = inject(LoginAgain);

  /**
   * @param address of the stream; `undefined`: none is wanted now
   * @param events what to do with the data of each event, by its name
   * @param onRefused the service does not open the stream: what it tells of may be gone
   */
  open(
    address: Signal<string | undefined>,
    events: Readonly<Record<string, (data: unknown) => void>>,
    onRefused: () => void = () => undefined,
  ): EventStream {
    const stream = new ReopeningStream(events, async () => {
      const mayReopen = await this.whyClosed();
      if (mayReopen) onRefused();
      return mayReopen;
    });
    inject(DestroyRef).onDestroy(() => stream.close());
    effect(() => {
      this.connection.restorations();
      stream.open(address());
    });
    return stream;
  }

  /** An event source does not tell why it was refused. @returns whether to open it again */
  private async whyClosed(): Promise<boolean> {
    const before = this.session.user();
    const user = await this.session.ask().catch(() => before);
    if (user !== undefined || before === undefined) return user !== undefined;
    return this.loginAgain.ask();
  }
}

class ReopeningStream implements EventStream {
  private readonly opened = signal(false);
  private source: EventSource | undefined;
  private address: string | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryMs = FIRST_RETRY_MS;

  readonly isOpen = this.opened.asReadonly();

  constructor(
    private readonly events: Readonly<Record<string, (data: unknown) => void>>,
    private readonly mayReopen: () => Promise<boolean>,
  ) {}

  open(address: string | undefined): void {
    this.close();
    this.address = address;
    if (address === undefined) return;
    const source = new EventSource(address);
    this.source = source;
    source.onopen = () => {
      this.opened.set(true);
      this.retryMs = FIRST_RETRY_MS;
      this.watch();
    };
    source.onerror = () => {
      this.opened.set(false);
      // A network failure the browser retries by itself; a refusal it does not.
      if (source.readyState === EventSource.CLOSED) void this.refused(source);
    };
    for (const [name, handle] of Object.entries(this.events)) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        this.watch();
        handle(event.data === '' ? undefined : (JSON.parse(event.data) as unknown));
      });
    }
    source.addEventListener('ping', () => this.watch());
  }

  private reopen(): void {
    this.open(this.address);
  }

  close(): void {
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
    this.opened.set(false);
  }

  private watch(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.reopen(), SILENCE_MS);
  }

  private async refused(source: EventSource): Promise<void> {
    const again = await this.mayReopen();
    if (!again || this.source !== source) return;
    this.retry = setTimeout(() => this.reopen(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }
}
