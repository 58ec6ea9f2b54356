import type { MinuteView } from '../../../core/api/schema';

const MINUTE_MS = 60_000;

/** What the calls of the last minutes came to. */
export interface RecentFigures {
  readonly dialled: number;
  readonly answered: number;
  readonly machines: number;
  readonly transferred: number;
  /** Of the calls, those that were answered: 0 to 1; `undefined` without a call. */
  readonly answerRate: number | undefined;
  /** Of the answered ones, those that were machines. */
  readonly machineShare: number | undefined;
  /** Over the minutes from the first call on. */
  readonly callsPerMinute: number | undefined;
}

export function recentFigures(minutes: readonly MinuteView[], now: Date): RecentFigures {
  const sum = (key: 'dialled' | 'answered' | 'machines' | 'transferred') =>
    minutes.reduce((total, minute) => total + minute[key], 0);
  const [dialled, answered, machines, transferred] = [
    sum('dialled'),
    sum('answered'),
    sum('machines'),
    sum('transferred'),
  ];
  const begins = minutes.map(({ at }) => Date.parse(at));
  const span = begins.length === 0 ? 0 : (now.getTime() - Math.min(...begins)) / MINUTE_MS;
  return {
    dialled,
    answered,
    machines,
    transferred,
    answerRate: dialled === 0 ? undefined : answered / dialled,
    machineShare: answered === 0 ? undefined : machines / answered,
    callsPerMinute: dialled === 0 ? undefined : dialled / Math.max(1, span),
  };
}

/** Every one of the last minutes, also those without a call, oldest first. */
export function everyMinute(minutes: readonly MinuteView[], now: Date, count: number): MinuteView[] {
  const last = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const known = new Map(minutes.map((minute) => [Math.floor(Date.parse(minute.at) / MINUTE_MS), minute]));
  return Array.from({ length: count }, (_, index) => {
    const at = last - (count - 1 - index) * MINUTE_MS;
    return (
      known.get(at / MINUTE_MS) ?? {
        at: new Date(at).toISOString(),
        dialled: 0,
        answered: 0,
        machines: 0,
        transferred: 0,
      }
    );
  });
}
