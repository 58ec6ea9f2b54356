import { isMessageCode, message, textOf, type Message } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { HealthReport, Instance } from '@marcador/plugin-api';
import { z } from 'zod';
import { withDeadline } from './deadline.js';
import { because, reasonOf, type Reason } from './reason.js';

const DEADLINE_MS = 10_000;

const reportSchema = z.object({
  healthy: z.boolean(),
  message: z.string(),
  said: z
    .object({
      code: z.custom<Message['code']>(isMessageCode),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .optional()
    .catch(undefined),
});

/** How an instance fares. */
export interface InstanceHealth extends HealthReport, Partial<Message> {}

/**
 * Asks an instance how it fares. Never rejects: a rejection, 10 s without an answer and an answer that is no report are
 * unhealthy. A type without `health` is healthy as long as it is in service.
 */
export async function healthOf(instance: Instance, clock: Clock): Promise<InstanceHealth> {
  try {
    if (instance.health === undefined) {
      const said = message('in-service');
      return { healthy: true, message: textOf(said), ...said };
    }
    const answer: unknown = await withDeadline(clock, DEADLINE_MS, async (signal) =>
      instance.health?.(signal),
    );
    const report = reportSchema.safeParse(answer);
    if (!report.success) return outOfService(because(message('not-health-report')));
    const { healthy, message: sentence, said } = report.data;
    return said === undefined ? { healthy, message: sentence } : { healthy, message: textOf(said), ...said };
  } catch (error) {
    return outOfService(reasonOf(error));
  }
}

/** What is told of an instance that cannot do its work. */
export function outOfService({ reason, ...said }: Reason): InstanceHealth {
  return { healthy: false, message: reason, ...said };
}
