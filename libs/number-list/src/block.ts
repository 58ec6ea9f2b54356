/**
 * The numbers of a list that have the same prefix (value >> 16): their low 16 bits, ascending and each once, or, from
 * {@link BITMAP_WORDS} numbers on, a bitmap of exactly that many words. The length says which. Never changed in place.
 */
export type Block = Uint16Array;

/** A bitmap of 65 536 bits; as many numbers in a row take the same room. */
export const BITMAP_WORDS = 4096;

/** How many numbers share a prefix at most. */
export const BLOCK_SPAN = 65_536;

/** What the number's block is found by. The number is a safe integer; a shift would cut it to 32 bits. */
export function prefixOf(number: number): number {
  return Math.floor(number / BLOCK_SPAN);
}

/** The block of low halves that are ascending and each there once. */
export function blockOf(lows: Uint16Array): Block {
  return lows.length < BITMAP_WORDS ? lows : bitmapOf(lows);
}

/** Whether the block is a bitmap. */
export function isBitmap(block: Block): boolean {
  return block.length === BITMAP_WORDS;
}

/** How many numbers the block holds. */
export function countOf(block: Block): number {
  if (!isBitmap(block)) return block.length;
  let count = 0;
  for (const word of block) count += bitsOf(word);
  return count;
}

/** The low halves of the block's numbers, ascending. */
export function lowsOf(block: Block): Uint16Array {
  if (!isBitmap(block)) return block;
  const lows = new Uint16Array(countOf(block));
  let at = 0;
  for (let index = 0; index < BITMAP_WORDS; index++) {
    for (let word = block[index] as number; word !== 0; word &= word - 1)
      lows[at++] = (index << 4) | (31 - Math.clz32(word & -word));
  }
  return lows;
}

/** The block with the lows too. @param lows ascending, each once */
export function union(block: Block | undefined, lows: Uint16Array): Block {
  if (block === undefined) return blockOf(lows);
  if (!isBitmap(block) && block.length + lows.length < BITMAP_WORDS) return merged(block, lows);
  const bits = isBitmap(block) ? block.slice() : bitmapOf(block);
  for (const low of lows) set(bits, low);
  return smallest(bits);
}

/** The block without the lows; `undefined` when nothing is left. @param lows ascending, each once */
export function difference(block: Block, lows: Uint16Array): Block | undefined {
  const bits = isBitmap(block) ? block.slice() : bitmapOf(block);
  for (const low of lows) bits[low >>> 4] = (bits[low >>> 4] as number) & ~(1 << (low & 15));
  const left = smallest(bits);
  return left.length === 0 ? undefined : left;
}

/** Both are ascending, and few enough to stay so. */
function merged(block: Uint16Array, lows: Uint16Array): Block {
  const all = new Uint16Array(block.length + lows.length);
  let a = 0;
  let b = 0;
  let length = 0;
  while (a < block.length || b < lows.length) {
    const one = a < block.length ? (block[a] as number) : BLOCK_SPAN;
    const other = b < lows.length ? (lows[b] as number) : BLOCK_SPAN;
    if (one <= other) a++;
    if (other <= one) b++;
    all[length++] = Math.min(one, other);
  }
  return length === all.length ? all : all.slice(0, length);
}

function smallest(bits: Uint16Array): Block {
  return countOf(bits) < BITMAP_WORDS ? lowsOf(bits) : bits;
}

function bitmapOf(lows: Uint16Array): Uint16Array {
  const bits = new Uint16Array(BITMAP_WORDS);
  for (const low of lows) set(bits, low);
  return bits;
}

function set(bits: Uint16Array, low: number): void {
  bits[low >>> 4] = (bits[low >>> 4] as number) | (1 << (low & 15));
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555);
  bits = (bits & 0x3333) + ((bits >>> 2) & 0x3333);
  bits = (bits + (bits >>> 4)) & 0x0f0f;
  return (bits + (bits >>> 8)) & 0x1f;
}
