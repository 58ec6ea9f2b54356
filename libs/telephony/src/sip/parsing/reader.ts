import { isIn } from './characters.js';

const SPACE = 32;
const TAB = 9;
const QUOTE = 34;
const BACKSLASH = 92;
const DELETE = 127;

/** A place in the value of a header field that moves forward as it is read; each character is looked at once or twice. */
export class Reader {
  at = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at === this.text.length;
  }

  /** The code of the next character; NaN at the end. */
  get next(): number {
    return this.text.charCodeAt(this.at);
  }

  /** Goes past a character when it is the next one. */
  take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  /** Goes past a text when it comes next, letter case as given. */
  takeText(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Goes past all characters of these classes. */
  run(classes: number): string {
    const start = this.at;
    while (isIn(this.next, classes)) this.at++;
    return this.text.slice(start, this.at);
  }

  /** Goes past spaces and tabs: a folded line is none of them. */
  skipSpace(): void {
    for (let code = this.next; code === SPACE || code === TAB; code = this.next) this.at++;
  }

  /**
   * Reads a quoted string, its quotes included.
   * @returns `undefined` when there is none or when it holds escapes or control characters
   */
  quoted(): string | undefined {
    const start = this.at;
    if (this.next !== QUOTE) return undefined;
    for (let i = start + 1; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === QUOTE) {
        this.at = i + 1;
        return this.text.slice(start, this.at);
      }
      if (code === BACKSLASH || code === DELETE || (code < SPACE && code !== TAB)) return undefined;
    }
    return undefined;
  }
}
