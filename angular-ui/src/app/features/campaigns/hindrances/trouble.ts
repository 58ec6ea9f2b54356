import type { HindranceKind, HindranceView } from '../../../core/api/schema';

/** What does not pass by itself in the course of dialling: somebody has to look after it. */
const TROUBLE: ReadonlySet<HindranceKind> = new Set<HindranceKind>([
  'group-disabled',
  'do-not-call-out-of-service',
  'do-not-call-list-too-old',
  'cannot-send',
  'queue-unreachable',
  'no-port-registered',
  'trunk-held-back',
]);

export function isTrouble({ kind }: HindranceView): boolean {
  return TROUBLE.has(kind);
}
