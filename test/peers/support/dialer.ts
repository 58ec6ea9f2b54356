import { systemClock, type Clock } from '@marcador/platform/clock.js';
import type { AnsweredCall, DialResult } from '@marcador/telephony/dialer-port.js';
import { silentLog } from '@marcador/telephony/log.js';
import { startTelephony, type Telephony } from '@marcador/telephony/telephony.js';
import type { TelephonyOptions, TrunkOptions } from '@marcador/telephony/telephony-options.js';
import { leasedPort } from '../../support/leased-port.js';

/** Whom the tests call. */
export const NUMBER = '4930123456';

/** Our telephony with one port, 2001, whose registrar listens on `port`. */
export function startDialer(
  port: number,
  change: Partial<TrunkOptions> = {},
  {
    clock = systemClock,
    ...options
  }: Pick<TelephonyOptions, 'tls' | 'dnsServers'> & { readonly clock?: Clock } = {},
): Promise<Telephony> {
  return startTelephony(
    {
      ...options,
      bind: { address: '127.0.0.1', port: 0, tlsPort: 0 },
      rtpPorts: { min: 0, max: 0 },
      trunks: [
        {
          name: 'pbx',
          servers: [{ host: '127.0.0.1', port }],
          domain: '127.0.0.1',
          ports: [{ user: '2001', password: 'secret' }],
          registrationExpirySeconds: 3600,
          callsPerSecond: 10,
          transfer: { successOn: 'answered', timeoutMs: 10_000 },
          ...change,
        },
      ],
    },
    { clock, log: silentLog },
  );
}

/** Resolves once the port's registration is in a state. */
export function registrationIs({ pool }: Telephony, state: 'registered' | 'failed'): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (pool.states()[0]?.registration === state) resolve();
      // Of a test that failed meanwhile it keeps nothing running.
      else setTimeout(check, 5).unref();
    };
    check();
  });
}

/** Calls {@link NUMBER} on a port. */
export async function dial(telephony: Telephony, ringTimeoutMs = 20_000): Promise<DialResult> {
  const port = await leasedPort(telephony.pool);
  return port.dial({ number: NUMBER, ringTimeoutMs }).result;
}

/** @throws Error when the call was not answered */
export async function answered(telephony: Telephony): Promise<AnsweredCall> {
  const result = await dial(telephony);
  if (!result.answered) throw new Error(`The call was not answered: ${JSON.stringify(result.failure)}`);
  return result.call;
}

/** Resolves when so many frames of the tone were heard. */
export async function toneHeard(call: AnsweredCall, frames: number): Promise<void> {
  const module = new URL('../../support/tone-analyser.mjs', import.meta.url).href;
  const result = await call.analyse({ module, input: { frames }, limitMs: 20_000 });
  if (result.kind !== 'verdict' || result.verdict !== 'tone')
    throw new Error(`The tone was not heard: ${JSON.stringify(result)}`);
}
