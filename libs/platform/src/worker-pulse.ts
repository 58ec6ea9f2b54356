/** How often a worker thread moves its pulse, ms. */
const PULSE_MS = 200;
const COUNTER = 0;
const OUTSIDE_MB = 1;

/** What a worker thread tells in memory that is shared, so that it is heard without its event loop. */
export class WorkerPulse {
  private readonly numbers: Int32Array;

  /** @param shared as one of this class has it, for the other side */
  constructor(readonly shared = new SharedArrayBuffer(8)) {
    this.numbers = new Int32Array(shared);
  }

  /** Grows for as long as the thread's event loop turns. */
  get beats(): number {
    return Atomics.load(this.numbers, COUNTER);
  }

  /** What the thread holds outside of its heap, MB: Buffers, typed arrays, WebAssembly. */
  get outsideMb(): number {
    return Atomics.load(this.numbers, OUTSIDE_MB);
  }

  /** Called by the thread now and then. */
  move(): void {
    // Each thread has these for itself, unlike `rss`. Shared memory is in the one, WebAssembly in the other.
    const { external, arrayBuffers } = process.memoryUsage();
    Atomics.store(this.numbers, OUTSIDE_MB, Math.round(Math.max(external, arrayBuffers) / 2 ** 20));
    Atomics.add(this.numbers, COUNTER, 1);
  }
}

/** Called in a worker thread: moves its pulse for as long as the thread's event loop turns. */
export function beat(shared: SharedArrayBuffer): void {
  const pulse = new WorkerPulse(shared);
  setInterval(() => pulse.move(), PULSE_MS);
}
