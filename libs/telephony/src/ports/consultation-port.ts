import type { Clock } from '@marcador/platform/clock.js';
import type { LeasedPort } from '../dialer-port.js';
import type { Trunk } from './trunk.js';

/** How often a port is asked for that the calls-per-second limit holds back: a person waits meanwhile. */
const MOST_TRIES = 3;

/** A port of the trunk in its turn to dial, for the second call of a transfer; `undefined` where none is free. */
export async function consultationPort(trunk: Trunk, clock: Clock): Promise<LeasedPort | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = trunk.acquire();
    if (port !== undefined) {
      if (await port.turn()) return port;
      port.release();
      return undefined;
    }
    const { hindrance } = trunk;
    if (hindrance?.kind !== 'calls-per-second') return undefined;
    const waitMs = hindrance.until.getTime() - clock.now().getTime();
    await new Promise<void>((resolve) => clock.setTimer(waitMs, resolve));
  }
  return undefined;
}
