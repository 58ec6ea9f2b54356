/** How often a worker thread moves its pulse, ms. */
const PULSE_MS = 200;

/** Called in a worker thread: moves the counter on for as long as the thread's event loop turns. */
export function beat(pulse: SharedArrayBuffer): void {
  const counter = new Int32Array(pulse);
  setInterval(() => Atomics.add(counter, 0, 1), PULSE_MS);
}
