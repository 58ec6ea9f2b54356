import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Script } from '../audio/script.js';
import { spread, type Range } from '../tempo.js';
import { behaviourOf, type Behaviour } from './behaviour.js';
import { speechOf } from './speech.js';

/** How long people take, ms. */
export interface PeopleTimes {
  /** From the INVITE to the first ring or the network's refusal. */
  readonly setUpMs: Range;
  /** From the first ring to the answer, or to the refusal of one who refuses. */
  readonly ringMs: Range;
  readonly longRingMs: Range;
  /** Real time: when the network gives up for a caller that does not (RFC 3261 §16.6, Timer C). */
  readonly longestRingMs: number;
  /** Real time: how long somebody who answered waits for an agent, and a machine records. */
  readonly patienceMs: number;
  readonly recordingMs: number;
}

/** Who takes a call. */
export type Answerer = 'person' | 'machine';

/** What the called party does with its telephone. */
export interface Telephone {
  ring(): void;
  reject(status: number, details: { readonly q850Cause: number; readonly retryAfterSeconds?: number }): void;
  answer(script: Script, by: Answerer): void;
  hangUp(): void;
}

/** Real time: how long after the answer somebody hangs up who does so at once. */
const MOMENT_MS = 150;

/** Scaled: shorter than any agent takes to answer. */
const HESITATION_MS = 100;

/** Somebody, or something, that is called: lives through one call as the number tells. */
export class Callee {
  private readonly behaviour: Behaviour;
  private timer: Timer | undefined;

  /**
   * @param tempo the scaled clock, for all that happens before the answer
   * @param clock real time, for what goes with the audio
   */
  constructor(
    private readonly number: string,
    private readonly telephone: Telephone,
    private readonly times: PeopleTimes,
    private readonly tempo: Clock,
    private readonly clock: Clock,
  ) {
    this.behaviour = behaviourOf(number);
  }

  /** The network looks for the called party. */
  called(): void {
    this.timer = this.tempo.setTimer(spread(this.times.setUpMs, this.number), () => this.found());
  }

  /** The caller hands the call over. The called party notices: some do not like it. */
  transferring(): void {
    this.gone();
    if (this.behaviour.kind !== 'person' || this.behaviour.hangsUp !== 'during-the-transfer') return;
    this.timer = this.tempo.setTimer(HESITATION_MS, () => this.telephone.hangUp());
  }

  /** The hand-over came to nothing: the called party is kept waiting once more. */
  transferFailed(): void {
    this.waits(this.times.patienceMs);
  }

  /** The call is over, or out of the called party's hands. */
  gone(): void {
    this.timer?.cancel();
  }

  private found(): void {
    const { behaviour } = this;
    if (behaviour.kind === 'rejection' && !behaviour.rings) {
      this.telephone.reject(behaviour.status, behaviour);
      return;
    }
    this.telephone.ring();
    if (behaviour.kind === 'no-answer') {
      this.timer = this.clock.setTimer(this.times.longestRingMs, () =>
        this.telephone.reject(480, { q850Cause: 19 }),
      );
      return;
    }
    const late = behaviour.kind === 'person' && behaviour.answers === 'late';
    const range = late ? this.times.longRingMs : this.times.ringMs;
    this.timer = this.tempo.setTimer(spread(range, `ring${this.number}`), () => this.picksUp());
  }

  private picksUp(): void {
    const { behaviour } = this;
    if (behaviour.kind === 'rejection') {
      this.telephone.reject(behaviour.status, behaviour);
      return;
    }
    const by = behaviour.kind === 'machine' ? 'machine' : 'person';
    this.telephone.answer(speechOf(this.number, behaviour), by);
    if (by === 'machine') this.waits(this.times.recordingMs);
    else if (behaviour.kind === 'person' && behaviour.hangsUp === 'at-once') this.waits(MOMENT_MS);
    else this.waits(this.times.patienceMs);
  }

  private waits(patienceMs: number): void {
    this.timer = this.clock.setTimer(patienceMs, () => this.telephone.hangUp());
  }
}
