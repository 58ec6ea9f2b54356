/** One measured figure. Machines differ and are noisy: what counts is the ratio to something measured beside it. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What `value` is compared with, in the same run. */
  readonly against: string;
  readonly ratio: number;
}

/** A figure beside what it is compared with, rounded for reading. */
export function figure(
  name: string,
  value: number,
  unit: string,
  against: { readonly name: string; readonly value: number },
): Figure {
  return {
    figure: name,
    value: round(value),
    unit,
    against: `${against.name}: ${round(against.value)} ${unit}`,
    ratio: round(value / against.value),
  };
}

/** Median, 95th and 99th percentile. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Median, 95th and 99th percentile of values in any order. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
