import { message, MessageError } from '@marcador/messages/message.js';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../reason.js';
import { MissingError } from './missing-error.js';

/** How long the process has to live with a package for that to have stood the test. */
export const TRIAL_MS = 30_000;
/** One end may be a power cut, or a kill that the package has no part in. */
const MOST_ENDS = 2;

/**
 * Remembers over the ends of the process which packages it had only just loaded, so that one that brings it down does not
 * do so at each start. A mark is a file that holds the number of lives in a row that ended, other than in order, less than
 * {@link TRIAL_MS} after they had begun to load the package; the life that goes on counts as one.
 */
export class LoadMarks {
  private readonly trials = new Map<string, Timer>();

  /** @param folder where the marks are; whoever clears it forgives all packages */
  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  /**
   * To be called before anything of a package runs.
   * @throws MessageError when two lives in a row have ended soon after that
   * @throws MissingError when that cannot be written down here
   */
  async begin(name: string, sha512: string): Promise<void> {
    const ends = await this.ends(sha512);
    if (ends >= MOST_ENDS)
      throw new MessageError(
        message('plugin-ended-service', { name, times: ends, seconds: TRIAL_MS / 1000 }),
      );
    await this.write(sha512, ends + 1);
    // A mark that stays counts an end too many: it takes two to refuse a package.
    const passed = () => void this.forgive(sha512).catch(() => undefined);
    this.trials.get(sha512)?.cancel();
    this.trials.set(sha512, this.clock.setTimer(TRIAL_MS, passed));
  }

  /** Whether the last life ended soon after it had begun to load the package, and this one may try it again. */
  async isSuspect(sha512: string): Promise<boolean> {
    const ends = await this.ends(sha512);
    return ends > 0 && ends < MOST_ENDS;
  }

  /** Forgets what happened to the package: it runs no more, or somebody wishes to try it again. */
  async forgive(sha512: string): Promise<void> {
    this.trials.get(sha512)?.cancel();
    this.trials.delete(sha512);
    await rm(this.file(sha512), { force: true });
  }

  /** The process ends in order: none of the packages that it loaded is to blame. */
  async close(): Promise<void> {
    await Promise.all([...this.trials.keys()].map((sha512) => this.forgive(sha512)));
  }

  private async ends(sha512: string): Promise<number> {
    const said = await readFile(this.file(sha512), 'utf8').catch(() => '0');
    // Empty after a power cut.
    return Number.parseInt(said, 10) || 0;
  }

  private async write(sha512: string, ends: number): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(this.file(sha512), String(ends));
    } catch (error) {
      throw new MissingError(message('plugin-not-unpacked', { cause: reasonOf(error).reason }));
    }
  }

  private file(sha512: string): string {
    return join(this.folder, sha512);
  }
}
