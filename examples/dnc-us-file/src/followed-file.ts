import { stat } from 'node:fs/promises';
import { UsList } from './us-list.js';

/** The list of a file that is replaced now and then: the old one serves until the new one has been read whole. */
export class FollowedFile {
  private serving: UsList | undefined;
  private version = '';
  private reading: Promise<void> | undefined;
  private failure = new Error('The file has not been read.');

  constructor(private readonly path: string) {}

  /** Rejects while there is no file, or only one that cannot be read: nothing is clear then. */
  async list(signal: AbortSignal): Promise<UsList> {
    const version = await this.versionNow();
    if (version !== this.version) this.reading ??= this.read(version);
    if (this.serving === undefined) await unlessAborted(this.reading, signal);
    if (this.serving === undefined) throw this.failure;
    return this.serving;
  }

  /** The day on which the list that serves was written, `YYYY-MM-DD`. Rejects as {@link list}. */
  async day(signal: AbortSignal): Promise<string> {
    await this.list(signal);
    return this.version.slice(0, 10);
  }

  /** Never rejects. */
  private async read(version: string): Promise<void> {
    try {
      const list = await UsList.read(this.path);
      // What has changed meanwhile was not whole: the next question reads it again.
      if ((await this.versionNow()) !== version) throw new Error('The file is being replaced.');
      this.serving = list;
      this.version = version;
    } catch (error) {
      this.failure = error as Error;
      if ((await this.versionNow().catch(() => '')) === version) {
        this.serving = undefined;
        this.version = version;
      }
    } finally {
      this.reading = undefined;
    }
  }

  private async versionNow(): Promise<string> {
    try {
      const { ino, size, mtime, mtimeNs } = await stat(this.path, { bigint: true });
      return [mtime.toISOString(), mtimeNs, ino, size].join();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Error(`The file ${this.path} cannot be read (${code}): put it in place.`, { cause: error });
    }
  }
}

function unlessAborted(work: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  return Promise.race([work, aborted]);
}
