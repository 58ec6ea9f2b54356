import type { HealthView, InstanceStatusView } from '../../../core/api/schema';

/** A configured instance of an extension, and how it fares. */
export interface InstanceState {
  readonly id: string;
  readonly kind: InstanceStatusView['kind'];
  readonly name: string;
  /** `undefined`: it has not answered yet. */
  readonly health: HealthView | undefined;
}
