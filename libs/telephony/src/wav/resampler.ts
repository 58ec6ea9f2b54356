/** Zero crossings of the filter on each side: the transition is a twelfth of the band, the stop band below −70 dB. */
const CROSSINGS = 32;
/** Where the pass band ends, of the narrower of the two bands: a telephone's ends at 3400 Hz of 4000. */
const PASS_BAND = 0.92;
/** Filters that two rates may need: 6 MB of them at the most, made within the time of a piece of audio. */
const MOST_KERNELS = 1000;

/**
 * Changes the sampling rate by a windowed-sinc filter (Smith, "Digital Audio Resampling", CCRMA): what lies above the
 * narrower of the two bands is taken away and does not fold into it.
 */
export class Resampler {
  private readonly up: number;
  private readonly down: number;
  /** Half the length of the filter, samples of the input. */
  private readonly reach: number;
  private readonly band: number;
  /** The filter for each position that an output sample can have between two of the input; made when it is needed. */
  private readonly kernels: (Float32Array | undefined)[] = [];

  /** Whether two rates have so much in common that few enough filters lead from one to the other; Hz, whole numbers. */
  static canChange(from: number, to: number): boolean {
    return to / gcd(from, to) <= MOST_KERNELS;
  }

  /** @param from @param to Hz, whole numbers */
  constructor(from: number, to: number) {
    const common = gcd(from, to);
    this.up = to / common;
    this.down = from / common;
    this.band = PASS_BAND * Math.min(1, to / from);
    this.reach = Math.ceil(CROSSINGS / this.band);
  }

  /** How many samples so many become. */
  lengthOf(samples: number): number {
    return Math.ceil((samples * this.up) / this.down);
  }

  /**
   * Makes the output's samples from `from` on, as many as `out` has room for.
   * @param read gives the input's samples from a position on; beyond the ends it is not asked
   */
  resample(
    length: number,
    read: (from: number, out: Float32Array) => void,
    from: number,
    out: Float32Array,
  ): void {
    const first = Math.floor((from * this.down) / this.up) - this.reach + 1;
    const last = Math.floor(((from + out.length - 1) * this.down) / this.up) + this.reach;
    const input = new Float32Array(last - first + 1);
    const begin = Math.max(0, first);
    const end = Math.min(length, last + 1);
    if (end > begin) read(begin, input.subarray(begin - first, end - first));
    for (let i = 0; i < out.length; i++) {
      const position = (from + i) * this.down;
      const at = Math.floor(position / this.up) - this.reach + 1 - first;
      const weights = this.kernelAt(position % this.up);
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++)
        sum += (weights[tap] as number) * (input[at + tap] as number);
      out[i] = sum;
    }
  }

  private kernelAt(phase: number): Float32Array {
    return (this.kernels[phase] ??= kernel(phase / this.up, this.band, this.reach));
  }
}

/** The filter's weights for the samples around a position that lies `fraction` after one of them. Their sum is 1. */
function kernel(fraction: number, band: number, reach: number): Float32Array {
  const weights = Float32Array.from({ length: 2 * reach }, (_, tap) => {
    const distance = tap - reach + 1 - fraction;
    return sinc(distance * band) * blackman(distance / reach);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param x −1 to 1 */
function blackman(x: number): number {
  return Math.abs(x) >= 1 ? 0 : 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
