import { BLOCK_SPAN } from './block.js';

/**
 * Whether the value is among `length` ascending words from `begin` on. They are about evenly spread, so that it is looked
 * for where it would then be, and from there in steps that double: few places are touched, near each other. Where they
 * are not, this takes twice as many steps as halving does.
 */
export function isAmong(words: Uint16Array, begin: number, length: number, value: number): boolean {
  const end = begin + length;
  const guess = begin + Math.floor((value * length) / BLOCK_SPAN);
  const there = words[guess] as number;
  if (there === value) return true;
  // What is looked for, if it is there, stands in [low, high).
  let low: number;
  let high: number;
  let step = 1;
  if (there < value) {
    low = guess + 1;
    high = low;
    while (high < end && (words[high] as number) < value) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    high = Math.min(high + 1, end);
  } else {
    high = guess;
    low = guess - 1;
    while (low >= begin && (words[low] as number) > value) {
      high = low;
      low -= step;
      step *= 2;
    }
    low = Math.max(low, begin);
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    const word = words[middle] as number;
    if (word === value) return true;
    if (word < value) low = middle + 1;
    else high = middle;
  }
  return false;
}
