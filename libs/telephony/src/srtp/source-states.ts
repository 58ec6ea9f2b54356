/** Sources whose state is kept: a peer changes it now and then, a stranger cannot make any. */
const MOST_SOURCES = 4;

/** What is known of each synchronisation source of a stream; beyond four the oldest is forgotten. */
export class SourceStates<State> {
  private readonly states = new Map<number, State>();

  constructor(private readonly begin: () => State) {}

  /** A source's state. A new one is not kept yet: {@link keep} follows once the packet has proved genuine. */
  of(ssrc: number): State {
    return this.states.get(ssrc) ?? this.begin();
  }

  keep(ssrc: number, state: State): void {
    if (this.states.has(ssrc)) return;
    const [oldest] = this.states.keys();
    if (this.states.size >= MOST_SOURCES && oldest !== undefined) this.states.delete(oldest);
    this.states.set(ssrc, state);
  }
}
