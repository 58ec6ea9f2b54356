import { BANDS } from './frame-analysis.js';

/** The mean outline of some frames' spectra, dB. Allocates nothing after its construction. */
export class Outline {
  private count = 0;
  private readonly means = new Float32Array(BANDS);

  /** @param bandsDb what each band holds, dB relative to `zeroDb`, and counted as no less than `leastDb` */
  add(bandsDb: Float32Array, leastDb: number, zeroDb: number): void {
    this.count++;
    for (let band = 0; band < BANDS; band++) {
      const db = Math.max(leastDb, bandsDb[band] as number) - zeroDb;
      const mean = this.means[band] as number;
      this.means[band] = mean + (db - mean) / this.count;
    }
  }

  clear(): void {
    this.count = 0;
    this.means.fill(0);
  }

  /** By how much the bands differ from those of another one on average, dB. */
  differenceTo({ means }: Outline): number {
    let sum = 0;
    for (let band = 0; band < BANDS; band++)
      sum += Math.abs((this.means[band] as number) - (means[band] as number));
    return sum / BANDS;
  }

  /** By how much that band is above the other's that is so most, dB. */
  mostAbove({ means }: Outline): number {
    let most = -Infinity;
    for (let band = 0; band < BANDS; band++)
      most = Math.max(most, (this.means[band] as number) - (means[band] as number));
    return most;
  }
}
