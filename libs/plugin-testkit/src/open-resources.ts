import { AsyncLocalStorage, createHook, type AsyncHook } from 'node:async_hooks';

/** What Node calls the resources of the outside, and what a sentence calls them. */
const KINDS: Readonly<Record<string, string>> = {
  Timeout: 'timer',
  Immediate: 'timer',
  TCPWRAP: 'socket',
  TCPSERVERWRAP: 'server',
  PIPEWRAP: 'pipe',
  PIPESERVERWRAP: 'server',
  UDPWRAP: 'socket',
  FSEVENTWRAP: 'file watcher',
  STATWATCHER: 'file watcher',
  PROCESSWRAP: 'process',
  WORKER: 'worker thread',
};

interface Resource {
  hasRef?(): boolean;
}

const owner = new AsyncLocalStorage<OpenResources>();

/**
 * Counts the timers, sockets and watchers that code has made, directly or by what it began, and that keep the process
 * alive. What is unreferenced is not counted: the connections that `fetch` keeps for the next request are nobody's.
 */
export class OpenResources {
  private readonly open = new Map<number, { readonly type: string; readonly resource: Resource }>();
  private readonly hook: AsyncHook;

  constructor() {
    this.hook = createHook({
      init: (id, type, _trigger, resource: Resource) => {
        if (type in KINDS && owner.getStore() === this) this.open.set(id, { type, resource });
      },
      destroy: (id) => this.open.delete(id),
    }).enable();
  }

  /** Runs code whose resources are counted, now and later. */
  own<T>(code: () => T): T {
    return owner.run(this, code);
  }

  /** The same object; what its methods do is counted. */
  owned<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (from, name) => {
        const member: unknown = Reflect.get(from, name, from);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.own(() => Reflect.apply(member, from, args) as unknown);
      },
    });
  }

  get count(): number {
    return this.kinds().length;
  }

  /** `2 × timer, 1 × socket` */
  toString(): string {
    const counts = new Map<string, number>();
    for (const kind of this.kinds()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
  }

  stop(): void {
    this.hook.disable();
  }

  private kinds(): readonly string[] {
    return [...this.open.values()]
      .filter(({ resource }) => resource.hasRef?.() ?? true)
      .map(({ type }) => KINDS[type] ?? type);
  }
}
