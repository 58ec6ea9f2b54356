/** The area codes, exchanges and lines of North America, as far as they can be dialled. */
const AREAS = 335;
const EXCHANGES = 800;
const LINES = 10_000;
const ROOM = AREAS * EXCHANGES * LINES;
const FIRST_AREA = 201;
const FIRST_EXCHANGE = 200;

/** About so many numbers of North America, ascending, spread over it by chance; the same for the same count. */
export function* americanNumbers(count: number): Generator<number> {
  const mean = ROOM / count;
  const chance = chances();
  for (let place = 0; ;) {
    place += 1 + Math.floor(chance() * 2 * (mean - 1) + 0.5);
    if (place >= ROOM) return;
    yield numberAt(place);
  }
}

/** A number somewhere in North America. */
export function anyAmericanNumber(chance: () => number): number {
  return numberAt(Math.floor(chance() * ROOM));
}

/** Numbers from 0 to 1 that are the same in each run (xorshift). */
export function chances(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function numberAt(place: number): number {
  const line = place % LINES;
  const exchange = Math.floor(place / LINES) % EXCHANGES;
  const area = Math.floor(place / (LINES * EXCHANGES));
  return 10_000_000_000 + (FIRST_AREA + area) * 10_000_000 + (FIRST_EXCHANGE + exchange) * 10_000 + line;
}
