/** One measured figure. Machines differ and are noisy: what counts is the ratio to something measured beside it. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What `value` is compared with, in the same run. */
  readonly against: string;
  readonly ratio: number | null;
}

/** A figure beside what it is compared with, rounded for reading. */
export function figure(
  name: string,
  value: number,
  unit: string,
  against?: { name: string; value: number },
): Figure {
  return {
    figure: name,
    value: round(value),
    unit,
    against: against === undefined ? 'nothing' : `${against.name}: ${round(against.value)} ${unit}`,
    ratio: against === undefined ? null : round(value / against.value),
  };
}

/** The value below which a share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
