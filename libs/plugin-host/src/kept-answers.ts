import type { Clock } from '@marcador/platform/clock.js';
import type { DncOccasion } from '@marcador/plugin-api';
import { refreshMs } from './dnc-refresh.js';
import type { DncVerdict, GuardedDnc, UnknownVerdict } from './guarded-dnc.js';

/** Some 30 MB for an instance. */
export const MOST_ANSWERS = 100_000;

type Answer = Exclude<DncVerdict, UnknownVerdict>;

interface KeptAnswer {
  readonly answer: Answer;
  /** When the service was asked: it may say something else from then on. */
  readonly askedAt: number;
}

/**
 * Asks a do-not-call service about a number for an occasion only when its last clear answer to that is older than
 * `keepMs`, or than the law lets an answer be used. That the service gave no clear answer is never kept.
 */
export function keepAnswers(
  service: Pick<GuardedDnc, 'check'>,
  keepMs: number,
  clock: Clock,
  mostAnswers = MOST_ANSWERS,
): Pick<GuardedDnc, 'check'> {
  /** In the order in which they came. */
  const answers = new Map<string, KeptAnswer>();
  const keep = (question: string, kept: KeptAnswer) => {
    // A slow answer to an earlier question: the later one is the newer one.
    if ((answers.get(question)?.askedAt ?? -Infinity) > kept.askedAt) return;
    answers.delete(question);
    answers.set(question, kept);
    if (answers.size <= mostAnswers) return;
    const [oldest] = answers.keys();
    if (oldest !== undefined) answers.delete(oldest);
  };
  return {
    async check(number, occasion) {
      const question = questionOf(number, occasion);
      const known = answers.get(question);
      const askedAt = clock.now().getTime();
      const age = known === undefined ? Infinity : askedAt - known.askedAt;
      // Asked in the future: the clock was set back, and nobody knows how old it is.
      if (known !== undefined && age >= 0 && age < Math.min(keepMs, refreshMs(number))) return known.answer;
      const verdict = await service.check(number, occasion);
      if (verdict.kind !== 'unknown') keep(question, { answer: verdict, askedAt });
      return verdict;
    },
  };
}

/** A registry may have a list for each company, go by who called last, or by the number that is shown. */
function questionOf(number: string, { campaign, company, callerNumber }: DncOccasion = {}): string {
  return JSON.stringify([number, campaign?.id, company, callerNumber]);
}
