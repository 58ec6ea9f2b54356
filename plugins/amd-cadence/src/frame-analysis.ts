/** Samples of a frame: 20 ms at 8000 Hz. */
export const FRAME_SAMPLES = 160;
export const FRAME_MS = 20;

const WINDOW = 256;
const HALF = WINDOW / 2;
const BIN_HZ = 8000 / WINDOW;
const FIRST_BIN = Math.ceil(230 / BIN_HZ);
const LAST_BIN = Math.floor(3600 / BIN_HZ);
/** The first bin of each band of the spectrum's outline, and the end of the last. */
const BAND_BINS = [230, 400, 600, 850, 1150, 1500, 2000, 2700, 3620].map((hz) => Math.ceil(hz / BIN_HZ));
export const BANDS = BAND_BINS.length - 1;
/** Half the width of a Hann window's main lobe, in bins. */
const LOBE_BINS = 2;
/** What silence measures: below the noise of any codec. */
const SILENT_DBOV = -96;
/** The codecs' own idle noise: A-law has no zero, its silence is ±8. */
const IDLE_PEAK_TO_PEAK = 16;

const cosine = Float64Array.from({ length: HALF }, (_, k) => Math.cos((-2 * Math.PI * k) / WINDOW));
const sine = Float64Array.from({ length: HALF }, (_, k) => Math.sin((-2 * Math.PI * k) / WINDOW));

// Of one frame at a time, whosever it is: what hundreds of analyses have of their own does not fit the caches.
const re = new Float64Array(HALF);
const im = new Float64Array(HALF);
const power = new Float64Array(HALF);
const hann = Float64Array.from(
  { length: WINDOW },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / WINDOW),
);
const reversed = Uint8Array.from({ length: HALF }, (_, n) => {
  let bits = 0;
  for (let bit = 0; bit < 7; bit++) bits |= ((n >> bit) & 1) << (6 - bit);
  return bits;
});
/** Makes the one-sided power of all bins the mean square of the samples, full scale being 1. */
const POWER_SCALE = 2 / (WINDOW * hann.reduce((sum, w) => sum + w * w, 0) * 32768 ** 2);

/**
 * Looks at the last 32 ms of a telephone signal, once for each 20 ms frame: Hann window, 256-point Fourier transform, the band from
 * 230 to 3600 Hz. Allocates nothing after its construction.
 */
export class FrameAnalysis {
  /** Power in the band, dB relative to the overload point of 16-bit PCM. */
  levelDbov = SILENT_DBOV;
  /** The strongest peak of the band and the strongest one apart from it, Hz. */
  firstPeakHz = 0;
  secondPeakHz = 0;
  /** What share of the band's power each of them holds, 0 to 1. */
  firstPeakShare = 0;
  secondPeakShare = 0;
  /** The frame holds nothing but a codec's idle pattern, at whatever DC offset. */
  isDigitalSilence = true;
  /** Power in each of {@link BANDS} bands, dB: the outline of the spectrum. */
  readonly bandsDbov = new Float32Array(BANDS).fill(SILENT_DBOV);

  private readonly samples = new Int16Array(WINDOW);

  /** Takes the next {@link FRAME_SAMPLES} samples of 16-bit PCM and measures. */
  push(frame: Int16Array): void {
    this.samples.copyWithin(0, FRAME_SAMPLES);
    let min = Infinity;
    let max = -Infinity;
    for (let n = 0; n < FRAME_SAMPLES; n++) {
      const sample = frame[n] as number;
      this.samples[WINDOW - FRAME_SAMPLES + n] = sample;
      if (sample < min) min = sample;
      if (sample > max) max = sample;
    }
    this.isDigitalSilence = max - min <= IDLE_PEAK_TO_PEAK;
    this.transform();
    this.measure();
  }

  /** The even samples as real, the odd ones as imaginary parts: half of the work of a transform that takes complex values. */
  private transform(): void {
    const { samples } = this;
    let sum = 0;
    for (let n = 0; n < WINDOW; n++) sum += samples[n] as number;
    const dc = sum / WINDOW;
    for (let n = 0; n < HALF; n++) {
      const place = reversed[n] as number;
      re[place] = ((samples[2 * n] as number) - dc) * (hann[2 * n] as number);
      im[place] = ((samples[2 * n + 1] as number) - dc) * (hann[2 * n + 1] as number);
    }
    fourier();
  }

  private measure(): void {
    let total = 0;
    for (let bin = FIRST_BIN - LOBE_BINS; bin <= LAST_BIN + LOBE_BINS; bin++) {
      const binPower = POWER_SCALE * squaredMagnitude(bin);
      power[bin] = binPower;
      if (bin >= FIRST_BIN && bin <= LAST_BIN) total += binPower;
    }
    this.levelDbov = Math.max(SILENT_DBOV, 10 * Math.log10(total));
    const first = this.strongestBin(-1);
    const second = this.strongestBin(first);
    this.firstPeakHz = this.peakHz(first);
    this.secondPeakHz = this.peakHz(second);
    this.firstPeakShare = total > 0 ? this.lobePower(first) / total : 0;
    this.secondPeakShare = total > 0 ? this.lobePower(second) / total : 0;
    this.outline();
  }

  private outline(): void {
    for (let band = 0; band < BANDS; band++) {
      const end = BAND_BINS[band + 1] as number;
      let sum = 0;
      for (let bin = BAND_BINS[band] as number; bin < end; bin++) sum += power[bin] as number;
      this.bandsDbov[band] = Math.max(SILENT_DBOV, 10 * Math.log10(sum));
    }
  }

  /** @param taken the middle of a peak whose bins do not count, or -1 */
  private strongestBin(taken: number): number {
    let strongest = -1;
    let most = -1;
    for (let bin = FIRST_BIN; bin <= LAST_BIN; bin++) {
      if (taken >= 0 && Math.abs(bin - taken) <= 2 * LOBE_BINS) continue;
      const binPower = power[bin] as number;
      if (binPower > most) {
        most = binPower;
        strongest = bin;
      }
    }
    return strongest;
  }

  private lobePower(middle: number): number {
    let sum = 0;
    const last = Math.min(LAST_BIN, middle + LOBE_BINS);
    for (let bin = Math.max(FIRST_BIN, middle - LOBE_BINS); bin <= last; bin++) sum += power[bin] as number;
    return sum;
  }

  /** Where a parabola through the logarithms of three bins is highest. */
  private peakHz(bin: number): number {
    const left = Math.log((power[bin - 1] as number) + Number.MIN_VALUE);
    const middle = Math.log((power[bin] as number) + Number.MIN_VALUE);
    const right = Math.log((power[bin + 1] as number) + Number.MIN_VALUE);
    const curvature = left - 2 * middle + right;
    const offset = curvature < 0 ? (left - right) / (2 * curvature) : 0;
    return (bin + offset) * BIN_HZ;
  }
}

/** Radix-2 decimation in time of {@link re} and {@link im}, whose order is reversed. */
function fourier(): void {
  for (let size = 2; size <= HALF; size *= 2) {
    const half = size / 2;
    const step = WINDOW / size;
    for (let start = 0; start < HALF; start += size) {
      for (let k = 0; k < half; k++) {
        const c = cosine[k * step] as number;
        const s = sine[k * step] as number;
        const even = start + k;
        const odd = even + half;
        const oddRe = (re[odd] as number) * c - (im[odd] as number) * s;
        const oddIm = (re[odd] as number) * s + (im[odd] as number) * c;
        re[odd] = (re[even] as number) - oddRe;
        im[odd] = (im[even] as number) - oddIm;
        re[even] = (re[even] as number) + oddRe;
        im[even] = (im[even] as number) + oddIm;
      }
    }
  }
}

/** Of a bin of the samples' spectrum: that of the even ones and that of the odd ones, turned by half a sample's step. */
function squaredMagnitude(bin: number): number {
  const mirror = HALF - bin;
  const evenRe = ((re[bin] as number) + (re[mirror] as number)) / 2;
  const evenIm = ((im[bin] as number) - (im[mirror] as number)) / 2;
  const oddRe = ((im[bin] as number) + (im[mirror] as number)) / 2;
  const oddIm = ((re[mirror] as number) - (re[bin] as number)) / 2;
  const c = cosine[bin] as number;
  const s = sine[bin] as number;
  return (evenRe + oddRe * c - oddIm * s) ** 2 + (evenIm + oddRe * s + oddIm * c) ** 2;
}
