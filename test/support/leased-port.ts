import type { LeasedPort, PortPool } from '@marcador/telephony/dialer-port.js';

/** A port of the pool in its turn to dial, as soon as there is one. */
export async function leasedPort(pool: PortPool): Promise<LeasedPort> {
  const port = await new Promise<LeasedPort>((resolve) => {
    let taken = false;
    const tryOnce = () => {
      const port = taken ? undefined : pool.acquire();
      if (port === undefined) return;
      taken = true;
      resolve(port);
    };
    pool.onAvailable(tryOnce);
    tryOnce();
  });
  await port.turn();
  return port;
}
