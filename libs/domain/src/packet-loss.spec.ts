import { lossShare } from './packet-loss.js';

describe('the share of lost packets', () => {
  it('is what is lost of what was expected', () => {
    expect(lossShare(150, 50)).toBe(0.25);
    expect(lossShare(200, 0)).toBe(0);
    expect(lossShare(0, 3)).toBe(1);
  });

  it('is not known where nothing was expected or measured', () => {
    expect(lossShare(0, 0)).toBeNull();
    expect(lossShare(0, null)).toBeNull();
    expect(lossShare(null, null)).toBeNull();
  });
});
