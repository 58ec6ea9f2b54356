/** The time of the whole service, so that a day of schedule runs in a test in a second. */
export interface Clock {
  /** The current instant. */
  now(): Date;
  /** Calls back once `delayMs` have passed; any delay is allowed, also beyond setTimeout's 24.8 days. */
  setTimer(delayMs: number, callback: () => void): Timer;
}

/** A pending {@link Clock.setTimer}. */
export interface Timer {
  /** Calls off the callback. Does nothing when it has run already. */
  cancel(): void;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => new Date(),
  setTimer(delayMs, callback) {
    const end = Date.now() + delayMs;
    let handle: NodeJS.Timeout;
    const arm = () => {
      const left = Math.max(0, end - Date.now());
      handle = setTimeout(left > LONGEST_TIMEOUT_MS ? arm : callback, Math.min(left, LONGEST_TIMEOUT_MS));
    };
    arm();
    return { cancel: () => clearTimeout(handle) };
  },
};
