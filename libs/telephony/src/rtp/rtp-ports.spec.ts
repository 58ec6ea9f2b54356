import { slicesOf } from './rtp-ports.js';

describe('a range of ports', () => {
  it.each([
    [{ min: 16_384, max: 16_393 }, 2, ['16384-16387', '16388-16393']],
    [{ min: 16_385, max: 16_393 }, 2, ['16386-16389', '16390-16393']],
    [{ min: 1024, max: 1025 }, 2, ['1024-1023', '1024-1025']],
    [{ min: 0, max: 0 }, 2, ['0-0', '0-0']],
  ])('%j is shared out among %d in whole pairs', (range, count, slices) => {
    expect(slicesOf(range, count).map(({ min, max }) => `${min}-${max}`)).toEqual(slices);
  });
});
