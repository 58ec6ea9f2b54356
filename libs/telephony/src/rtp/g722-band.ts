import { ILB, QM2, QM4, RH2, RL42, WH, WL } from './g722-tables.js';

/** One sub-band of ITU-T G.722: its scale factor and its predictor, which encoder and decoder keep alike (§3). */
export class SubBand {
  /** DET: the linear scale factor. */
  det: number;
  /** S: the predicted sample. */
  predicted = 0;
  private logScale = 0;
  private zeros = 0;
  /** Pole (index 1, 2) and zero (1–6) coefficients; 0 is not used, so that they are numbered as in the standard. */
  private readonly a = new Int32Array(3);
  private readonly b = new Int32Array(7);
  /** Delay lines: differences, reconstructed and partially reconstructed samples, the newest at 0. */
  private readonly d = new Int32Array(7);
  private readonly r = new Int32Array(3);
  private readonly p = new Int32Array(3);

  constructor(initialDet: number) {
    this.det = initialDet;
  }

  /** Blocks 2L–4L: adapts to a 6-bit code of the lower band, of which the upper four bits count. */
  adaptLow(code: number): void {
    const coarse = code >> 2;
    const difference = (this.det * at(QM4, coarse)) >> 15;
    this.scale(at(WL, at(RL42, coarse)), 18_432, 8);
    this.predict(difference);
  }

  /** Blocks 2H–4H: adapts to a 2-bit code of the higher band. */
  adaptHigh(code: number): void {
    const difference = (this.det * at(QM2, code)) >> 15;
    this.scale(at(WH, at(RH2, code)), 22_528, 10);
    this.predict(difference);
  }

  private scale(multiplier: number, limit: number, shift: number): void {
    this.logScale = Math.max(0, Math.min(limit, ((this.logScale * 127) >> 7) + multiplier));
    const mantissa = at(ILB, (this.logScale >> 6) & 31);
    const exponent = shift - (this.logScale >> 11);
    this.det = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
  }

  /** Block 4: adaptive prediction with two poles and six zeros. */
  private predict(difference: number): void {
    const { a, b, d, r, p } = this;
    d[0] = difference;
    r[0] = saturate(this.predicted + difference);
    p[0] = saturate(this.zeros + difference);
    const [now, before, earlier] = [p[0] >> 15, at(p, 1) >> 15, at(p, 2) >> 15];

    const wide = saturate(at(a, 1) << 2);
    let a2 = Math.min(now === before ? -wide : wide, 32_767) >> 7;
    a2 += (now === earlier ? 128 : -128) + ((at(a, 2) * 32_512) >> 15);
    a2 = Math.max(-12_288, Math.min(12_288, a2));
    let a1 = saturate((now === before ? 192 : -192) + ((at(a, 1) * 32_640) >> 15));
    const most = saturate(15_360 - a2);
    a1 = Math.max(-most, Math.min(most, a1));

    const step = difference === 0 ? 0 : 128;
    const sign = difference >> 15;
    let zeros = 0;
    for (let i = 6; i >= 1; i--) {
      const towards = at(d, i) >> 15 === sign ? step : -step;
      b[i] = saturate(towards + ((at(b, i) * 32_640) >> 15));
      d[i] = at(d, i - 1);
      zeros += (at(b, i) * saturate(2 * at(d, i))) >> 15;
    }
    // By hand: for two values copyWithin takes longer than all of the rest.
    r[2] = at(r, 1);
    r[1] = at(r, 0);
    p[2] = at(p, 1);
    p[1] = at(p, 0);
    a[1] = a1;
    a[2] = a2;
    const poles = ((a1 * saturate(2 * at(r, 1))) >> 15) + ((a2 * saturate(2 * at(r, 2))) >> 15);
    this.zeros = saturate(zeros);
    this.predicted = saturate(saturate(poles) + this.zeros);
  }
}

/** To 16 bits, as the standard's operations do. */
export function saturate(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
}

function at(table: Int16Array | Int32Array | Uint8Array, index: number): number {
  return table[index] as number;
}
