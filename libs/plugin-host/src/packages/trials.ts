import type { LoadMarks } from './load-marks.js';
import type { StoredPackage } from './package-store.js';
import type { PackedPlugin } from './packed-plugin.js';
import { Trial, type LoadedPlugin, type LoadingTools } from './plugin-loader.js';

/** What trials need of their node. */
export interface TrialsTools extends LoadingTools {
  readonly marks: LoadMarks;
}

/** Tries packages, each marked while it may end the process, and loads those that have stood it. */
export class Trials {
  constructor(private readonly tools: TrialsTools) {}

  /** Unpacks a package and begins to watch it. @throws what {@link LoadMarks.begin} or {@link Trial.begin} rejects with */
  async begin(packed: PackedPlugin): Promise<Trial> {
    const { marks } = this.tools;
    await marks.begin(packed.manifest.name, packed.sha512);
    return this.orForgiven(packed, Trial.begin(packed, this.tools));
  }

  /** Loads a package that has been watched for long enough. @throws what {@link Trial.load} rejects with */
  load(trial: Trial): Promise<LoadedPlugin> {
    return this.orForgiven(trial.packed, trial.load());
  }

  /**
   * Imports packages one after another, in threads of their own, and watches them side by side. Not where one of them may
   * have ended the last life of the process: each is then to be tried while no later one is marked.
   * @param packed reads what is stored
   * @returns the trials by the hash of their package, none for a package that is to be tried alone; each is loaded or
   * {@link abandon}ed
   */
  async sideBySide(
    coming: readonly StoredPackage[],
    packed: (wanted: StoredPackage) => Promise<PackedPlugin>,
  ): Promise<ReadonlyMap<string, Promise<Trial>>> {
    const begun = new Map<string, Promise<Trial>>();
    for (const { sha512 } of coming) if (await this.tools.marks.isSuspect(sha512)) return begun;
    for (const each of coming) {
      const trial = packed(each).then((read) => this.begin(read));
      begun.set(each.sha512, trial);
      await trial.catch(() => undefined);
    }
    return begun;
  }

  /** Ends a trial whose package is not wanted after all; one that was loaded stays so. */
  async abandon(begun: Promise<Trial>): Promise<void> {
    const trial = await begun.catch(() => undefined);
    if (trial?.isOver !== false) return;
    await trial.abandon();
    await this.tools.marks.forgive(trial.packed.sha512);
  }

  /** A package that does not come is not to blame for the end of the process. */
  private async orForgiven<T>({ sha512 }: PackedPlugin, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      await this.tools.marks.forgive(sha512);
      throw error;
    }
  }
}
