import { createReadStream } from 'node:fs';

/** One bit for each of an area code's ten million numbers: 1.25 MB each, some 400 MB for the whole country. */
const BYTES_PER_AREA = 10_000_000 / 8;
const ZERO = 48;
const NINE = 57;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;

/** The numbers of one file. */
export class UsList {
  /** How many lines there were. */
  numbers = 0;
  private readonly areas = new Map<number, Uint8Array>();

  /**
   * Reads a file that has `area,number` or ten digits on each line.
   * @throws Error with one sentence, never with a number, when one of its lines is anything else
   */
  static async read(path: string): Promise<UsList> {
    const list = new UsList();
    let line = 1;
    let digits = 0;
    let value = 0;
    const endLine = () => {
      if (digits === 10) list.add(value);
      else if (digits > 0) throw notNumber(line);
      line++;
      digits = value = 0;
    };
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      for (const byte of chunk) {
        if (byte >= ZERO && byte <= NINE) {
          digits++;
          value = value * 10 + byte - ZERO;
        } else if (byte === LINE_FEED) endLine();
        else if (byte !== CARRIAGE_RETURN && (byte !== COMMA || digits !== 3)) throw notNumber(line);
      }
    }
    endLine();
    if (list.numbers === 0) throw new Error('The file holds no number: put a whole file in place.');
    return list;
  }

  /** Whether it holds a number of ten digits; `undefined` when it holds none of that area code. */
  has(number: string): boolean | undefined {
    const bits = this.areas.get(Number(number.slice(0, 3)));
    const local = Number(number.slice(3));
    return bits && ((bits[local >> 3] ?? 0) & (1 << (local & 7))) !== 0;
  }

  private add(number: number): void {
    const area = Math.floor(number / 1e7);
    const local = number % 1e7;
    const bits = this.areas.get(area) ?? new Uint8Array(BYTES_PER_AREA);
    this.areas.set(area, bits);
    bits[local >> 3] = (bits[local >> 3] ?? 0) | (1 << (local & 7));
    this.numbers++;
  }
}

function notNumber(line: number): Error {
  return new Error(`Line ${line} of the file is no number of ten digits: put a whole file in place.`);
}
