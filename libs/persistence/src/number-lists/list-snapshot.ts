import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackedNumbers } from '@marcador/number-list/packed-numbers.js';
import { readSnapshot, writeSnapshot } from '@marcador/number-list/snapshot.js';
import type { NumberList } from '../entities/number-list.entity.js';

/** Where snapshots of lists are kept, and of which. */
export interface SnapshotOptions {
  readonly folder: string;
  /** Lists with fewer numbers are read from the database as soon. @default 1 million */
  readonly fromNumbers?: number;
  /** A snapshot could not be written or used; the list is what it is all the same. */
  readonly onTrouble: (error: unknown) => void;
}

const SNAPSHOT_FROM = 1_000_000;

/**
 * The file of a list's last snapshot. It is written in a queue of its own, which nobody waits for: a disk that hangs must
 * not keep a change from look-ups.
 */
export class ListSnapshot {
  private writing: Promise<unknown> = Promise.resolve();
  private unwritten: { readonly packed: PackedNumbers; readonly list: NumberList } | undefined;

  /** @param options `undefined`: none is kept */
  constructor(
    private readonly instanceId: string,
    private readonly options: SnapshotOptions | undefined,
  ) {}

  /** Whether one is kept of a list of that size. */
  isWorthwhile({ count }: Pick<NumberList, 'count'>): boolean {
    return this.options !== undefined && count >= (this.options.fromNumbers ?? SNAPSHOT_FROM);
  }

  /** The numbers of the list in its present state; `undefined`: there is no snapshot of it. */
  async of(list: NumberList): Promise<PackedNumbers | undefined> {
    const { options } = this;
    if (options === undefined || !this.isWorthwhile(list)) return undefined;
    try {
      const { list: packed, label } = await readSnapshot(this.pathIn(options));
      return label.stamp === list.stamp && packed.count === list.count ? packed : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') options.onTrouble(error);
      return undefined;
    }
  }

  /** Has one written, when those before are. */
  keep(packed: PackedNumbers, list: NumberList): void {
    if (!this.isWorthwhile(list)) return;
    // One that waits while a newer one comes is of no use any more.
    this.unwritten = { packed, list };
    this.writing = this.writing.then(() => this.write());
  }

  /** Removes it. @param last after which none is written any more */
  forget(last: Promise<void>): void {
    const { options } = this;
    const remove = async () => {
      await last;
      this.unwritten = undefined;
      if (options !== undefined) await rm(this.pathIn(options), { force: true });
    };
    this.writing = this.writing.then(remove).catch((error: unknown) => options?.onTrouble(error));
  }

  /** Resolves when none is being written any more. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    const { options, unwritten } = this;
    if (options === undefined || unwritten === undefined) return;
    this.unwritten = undefined;
    const { stamp, version } = unwritten.list;
    try {
      await mkdir(options.folder, { recursive: true });
      await writeSnapshot(this.pathIn(options), unwritten.packed, { stamp, version });
    } catch (error) {
      options.onTrouble(error);
    }
  }

  private pathIn({ folder }: SnapshotOptions): string {
    return join(folder, `${this.instanceId}.numbers`);
  }
}
