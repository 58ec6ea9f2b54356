import { setTimeout as delay } from 'node:timers/promises';
import type { QueueAgent, QueueObserver, QueueSnapshot } from '@marcador/plugin-api';
import type { Config } from './config.js';
import type { Finesse } from './finesse.js';
import { followTeam } from './notifications.js';

/** While notifications come, the team is read this often nevertheless. */
const SAFETY_MS = 30_000;
const RECONNECT_MS = 2000;

/**
 * Reports a team until the signal aborts. A notification says that something has changed, never what: the team is read
 * again then. Without notifications it is read every `pollMs`. Never rejects.
 */
export async function watchTeam(
  finesse: Finesse,
  config: Config,
  teamId: string,
  observer: QueueObserver,
  signal: AbortSignal,
): Promise<void> {
  let wake = new AbortController();
  let notified = false;
  const changed = (isNotified: boolean) => {
    notified = isNotified;
    wake.abort();
  };
  signal.addEventListener('abort', () => wake.abort());
  void keepNotified(config, teamId, changed, signal);
  while (!signal.aborted) {
    // Before the team is read, so that what changes meanwhile has it read again.
    wake = new AbortController();
    try {
      const agents = await finesse.agents(teamId, signal);
      if (!signal.aborted) observer.update(snapshotOf(agents));
    } catch (error) {
      if (!signal.aborted) observer.unreachable(error as Error);
      notified = false;
    }
    const pauseMs = notified ? SAFETY_MS : config.pollMs;
    await delay(pauseMs, undefined, { signal: wake.signal }).catch(() => undefined);
  }
}

async function keepNotified(
  config: Config,
  teamId: string,
  changed: (notified: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  while (config.notificationUrl !== undefined && !signal.aborted) {
    // How it ended says nothing that the next attempt does not: until that the team is polled.
    await followTeam(config, config.notificationUrl, teamId, () => changed(true), signal).catch(
      () => undefined,
    );
    changed(false);
    await delay(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

function snapshotOf(agents: readonly QueueAgent[]): QueueSnapshot {
  const count = (wanted: string) => agents.filter(({ state }) => state === wanted).length;
  return {
    free: agents.filter(({ state }) => state === 'free').map(({ id }) => id),
    loggedOn: agents.length,
    busy: { talking: count('talking'), wrapUp: count('wrapUp'), unavailable: count('unavailable') },
  };
}
