import type { QueueListener, WatchableTarget } from '@marcador/plugin-host/guarded-target.js';

const TICK_MS = 5;

/** A contact center whose agents are free again as soon as they have taken a call, or at a pace. */
export class BenchTarget implements Pick<WatchableTarget, 'watch'> {
  private observer: QueueListener | undefined;
  private readonly busy: string[];
  private readonly free: Set<string>;
  private readonly ticks: NodeJS.Timeout | undefined;

  /**
   * @param pace how many agents become free a second
   * @param onFree for each agent that becomes free
   */
  constructor(
    private readonly agents: number,
    pace: number | undefined,
    private readonly onFree: () => void,
  ) {
    const all = Array.from({ length: agents }, (_, n) => `agent${n}`);
    this.busy = pace === undefined ? [] : all;
    this.free = new Set(pace === undefined ? all : []);
    if (pace !== undefined) this.ticks = this.releaseAtPace(pace);
  }

  queues() {
    return Promise.resolve([]);
  }

  watch(_queueId: string, observer: QueueListener): void {
    this.observer = observer;
    this.report();
  }

  /** An agent has taken a call. */
  taken(): void {
    const [agent] = this.free;
    if (agent === undefined) return;
    this.free.delete(agent);
    this.busy.push(agent);
    this.report();
    if (this.ticks === undefined) this.release();
  }

  close(): void {
    clearInterval(this.ticks);
  }

  private releaseAtPace(pace: number): NodeJS.Timeout {
    const begin = performance.now();
    let released = 0;
    return setInterval(() => {
      const due = Math.floor((pace * (performance.now() - begin)) / 1000);
      for (; released < due; released++) this.release();
    }, TICK_MS);
  }

  private release(): void {
    const agent = this.busy.pop();
    if (agent === undefined) return;
    this.free.add(agent);
    this.onFree();
    this.report();
  }

  private report(): void {
    this.observer?.update({ free: [...this.free], loggedOn: this.agents });
  }
}
