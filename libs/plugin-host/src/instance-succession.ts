import { message, MessageError } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';
import { withDeadline } from './deadline.js';
import type { Entry } from './instance-entry.js';
import { healthOf, outOfService, type InstanceHealth } from './instance-health.js';
import type { PluginHostTools } from './plugin-host-tools.js';
import { reasonOf } from './reason.js';

const CLOSE_DEADLINE_MS = 5000;
/** No question of a do-not-call service takes longer. */
const DRAIN_DEADLINE_MS = 10_000;

/** Asks an instance how it fares. Never rejects. */
export function healthOfEntry(entry: Entry, clock: Clock): Promise<InstanceHealth> {
  return entry.instance === undefined
    ? Promise.resolve(outOfService(entry.reason))
    : healthOf(entry.instance, clock);
}

/** @throws MessageError when the former one is in service and fares well, and this one does not */
export async function assertNoWorse(entry: Entry, former: Entry | undefined, clock: Clock): Promise<void> {
  if (former?.instance === undefined) return;
  const health = await healthOfEntry(entry, clock);
  if (health.healthy) return;
  if (entry.instance !== undefined && !(await healthOfEntry(former, clock)).healthy) return;
  const { name } = entry.row;
  throw new MessageError(message('plugin-worse', { instance: name, reason: health.message }));
}

/** Retires an instance when it has answered what it was asked, after 10 s at the latest. */
export async function drain(entry: Entry, tools: PluginHostTools): Promise<void> {
  if (entry.instance !== undefined) {
    const { questions } = entry;
    await withDeadline(tools.clock, DRAIN_DEADLINE_MS, () => questions.answered()).catch(() => undefined);
  }
  await retire(entry, tools);
}

/** Closes an instance. Never rejects, and waits 5 s at most. */
export async function retire(entry: Entry | undefined, { clock, log }: PluginHostTools): Promise<void> {
  const instance = entry?.instance;
  if (instance === undefined) return;
  try {
    await withDeadline(clock, CLOSE_DEADLINE_MS, async () => instance.close?.());
  } catch (error) {
    log.warn({ instanceId: entry?.row.id, reason: reasonOf(error).reason }, 'Instance did not close');
  }
}
