interface Answer<E> {
  readonly events: readonly E[];
  /** The number of the last event there is, in the answer or not. */
  readonly lastSeq: number;
}

/**
 * What an answer adds to what is known up to `knownSeq`: the new events in their order, without those had before; or
 * `lost` when a number is missing, so that only a new snapshot tells the state.
 */
export function eventsAfter<E extends { readonly seq: number }>(
  knownSeq: number,
  { events, lastSeq }: Answer<E>,
): readonly E[] | 'lost' {
  const bySeq = new Map(events.filter(({ seq }) => seq > knownSeq).map((event) => [event.seq, event]));
  const fresh = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const last = knownSeq + fresh.length;
  const whole = fresh.every(({ seq }, index) => seq === knownSeq + 1 + index);
  return whole && lastSeq >= knownSeq && lastSeq <= last ? fresh : 'lost';
}
