import type { Clock } from '@marcador/platform/clock.js';
import type { HealthReport, Instance } from '@marcador/plugin-api';
import { z } from 'zod';
import { withDeadline } from './deadline.js';
import { reasonOf } from './reason.js';

const DEADLINE_MS = 10_000;

const reportSchema = z.object({ healthy: z.boolean(), message: z.string() });

/**
 * Asks an instance how it fares. Never rejects: a rejection, 10 s without an answer and an answer that is no report are
 * unhealthy. A type without `health` is healthy as long as it is in service.
 */
export async function healthOf(instance: Instance, clock: Clock): Promise<HealthReport> {
  if (instance.health === undefined) {
    return { healthy: true, message: 'In service. This type has nothing more to test.' };
  }
  try {
    const answer: unknown = await withDeadline(clock, DEADLINE_MS, async (signal) =>
      instance.health?.(signal),
    );
    const report = reportSchema.safeParse(answer);
    if (report.success) return report.data;
    return { healthy: false, message: 'The plugin answered with something that is not a health report.' };
  } catch (error) {
    return { healthy: false, message: reasonOf(error) };
  }
}
