import type { DncVerdict, UnknownVerdict } from '@marcador/plugin-host/guarded-dnc.js';

/** What one of a campaign's do-not-call services said about a number. */
export interface DncAnswerOf {
  readonly instanceId: string;
  readonly verdict: DncVerdict;
}

/** What all of them say together; `by`: the instances on whose word it rests. */
export type Clearance =
  { readonly kind: 'clear' | 'listed'; readonly by: readonly string[] } | { readonly kind: 'unknown' };

/** Whether a number may be dialled: only when there are services to ask and each of them says that it is clear. */
export function clearanceOf(answers: readonly DncAnswerOf[]): Clearance {
  const saying = (kind: DncVerdict['kind']) => answers.filter(({ verdict }) => verdict.kind === kind);
  const listing = saying('listed');
  if (listing.length > 0) return { kind: 'listed', by: listing.map(({ instanceId }) => instanceId) };
  const clearing = saying('clear');
  if (answers.length === 0 || clearing.length < answers.length) return { kind: 'unknown' };
  return { kind: 'clear', by: clearing.map(({ instanceId }) => instanceId) };
}

/** The services that gave no clear answer. */
export function unclear(
  answers: readonly DncAnswerOf[],
): { readonly instanceId: string; readonly verdict: UnknownVerdict }[] {
  return answers.flatMap(({ instanceId, verdict }) =>
    verdict.kind === 'unknown' ? [{ instanceId, verdict }] : [],
  );
}
