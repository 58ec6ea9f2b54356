import type { HeardView } from '../../../core/api/schema';

/** The drawing is so wide, whatever the window. */
export const WIDTH = 1000;
/** The quietest that is drawn; below it is the silence of a line, dBov. */
const QUIETEST = -70;
/** Nothing is drawn wider than a second would be. */
const SHORTEST_MS = 1000;

/** A stretch of the drawing, in percent of its width. */
export interface Stretch {
  readonly left: number;
  readonly width: number;
}

/** How long the drawing lasts, ms. */
export function lengthOf(
  { frameMs, levelDbov, speech, tones, belief }: HeardView,
  decidedMs: number,
): number {
  const ends = [...speech, ...tones].map(({ toMs }) => toMs);
  const moments = belief.map(({ atMs }) => atMs);
  return Math.max(SHORTEST_MS, frameMs * levelDbov.length, decidedMs, ...ends, ...moments);
}

/** Where a time lies, in percent of the width. */
export function placeOf(ms: number, length: number): number {
  return (100 * ms) / length;
}

export function stretchOf(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  length: number,
): Stretch {
  return { left: placeOf(fromMs, length), width: placeOf(toMs - fromMs, length) };
}

/** The curve of the levels as the outline of an area that stands on the ground. */
export function levelArea({ frameMs, levelDbov }: HeardView, length: number, height: number): string {
  if (levelDbov.length === 0) return '';
  const x = (frame: number) => round((WIDTH * frame * frameMs) / length);
  const y = (level: number) => round((height * Math.min(0, Math.max(QUIETEST, level))) / QUIETEST);
  const steps = levelDbov.map((level, frame) => `L${x(frame)} ${y(level)}H${x(frame + 1)}`);
  return `M0 ${height}${steps.join('')}V${height}Z`;
}

/** How probable a machine seemed, as the points of a line: the certain machine at the top. */
export function beliefLine({ belief }: HeardView, length: number, height: number): string {
  const points = belief.map(
    ({ atMs, machine }) => `${round((WIDTH * atMs) / length)},${round(height * (1 - machine))}`,
  );
  return points.join(' ');
}

/** The whole seconds of the drawing, at most ten of them. */
export function ticksOf(length: number): number[] {
  const step = Math.ceil(length / 10_000);
  const count = Math.floor(length / (1000 * step));
  return Array.from({ length: count + 1 }, (_, n) => n * step * 1000);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
