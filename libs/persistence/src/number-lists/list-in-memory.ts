import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LiveNumbers } from '@marcador/number-list/live-numbers.js';
import type { PackedNumbers } from '@marcador/number-list/packed-numbers.js';
import { Packer } from '@marcador/number-list/packer.js';
import { readSnapshot, writeSnapshot } from '@marcador/number-list/snapshot.js';
import type { DataSource, QueryRunner } from 'typeorm';
import { copyOut } from '../copy-out.js';
import { NumberList } from '../entities/number-list.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { NotFoundError } from '../repository.errors.js';
import { blockOfBytes, changedBlocks } from './number-blocks.js';

/** Where snapshots of lists are kept, and of which. */
export interface SnapshotOptions {
  readonly folder: string;
  /** Lists with fewer numbers are read from the database as soon. @default 1 million */
  readonly fromNumbers?: number;
  /** A snapshot could not be written or used; the list is what it is all the same. */
  readonly onTrouble: (error: unknown) => void;
}

const SNAPSHOT_FROM = 1_000_000;

interface State {
  readonly numbers: LiveNumbers;
  /** What the list's row said when the numbers were read; `undefined`: there was none. */
  readonly list: NumberList | undefined;
}

/**
 * A list of numbers in the memory of this process: what look-ups are answered from. It is read whole from a snapshot, if
 * that is of the list's present state, or else from the database; after an upload it is brought up to date by the blocks
 * that changed.
 *
 * While it could not be read, look-ups wait for it to be read again, and reject when that fails: an answer is never
 * guessed, and after {@link change} has settled never from before it.
 */
export class ListInMemory {
  private state: State | undefined;
  private loading: Promise<State> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  /** Snapshots have a queue of their own: a disk that hangs must not keep a change from look-ups. */
  private writing: Promise<unknown> = Promise.resolve();
  private unwritten: { readonly packed: PackedNumbers; readonly list: NumberList } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly instanceId: string,
    private readonly snapshots: SnapshotOptions | undefined,
  ) {}

  /** Whether it holds the number. @throws what the database does when the list has to be read and cannot be */
  async has(number: number): Promise<boolean> {
    const { numbers } = this.state ?? (await this.load());
    return numbers.has(number);
  }

  /** Reads it unless it is there. */
  load(): Promise<State> {
    this.loading ??= this.inTurn(async () => (this.state ??= await this.read(undefined))).finally(
      () => (this.loading = undefined),
    );
    return this.loading;
  }

  /**
   * Makes a change in the database, one after the other, and brings the list to the state that it is then in, also where
   * the change failed: a connection that breaks does not tell whether it was made. Once it has settled, look-ups are
   * answered from that state or reject.
   */
  change<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      try {
        return await work();
      } finally {
        await this.refresh();
      }
    });
  }

  /** Resolves when nothing is being read or written any more. */
  async settled(): Promise<void> {
    await this.turn;
    await this.writing;
  }

  /** Lets go of the numbers, and of their snapshot: the instance was removed. */
  forget(): void {
    const { snapshots } = this;
    const letGo = async () => {
      await this.turn;
      this.state = undefined;
      this.unwritten = undefined;
      if (snapshots !== undefined) await rm(this.pathIn(snapshots), { force: true });
    };
    this.writing = this.writing.then(letGo).catch((error: unknown) => snapshots?.onTrouble(error));
  }

  private async refresh(): Promise<void> {
    const former = this.state;
    try {
      this.state = await this.read(former);
    } catch (error) {
      this.state = undefined;
      throw error;
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async read(former: State | undefined): Promise<State> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await this.waitForChange(runner);
      // One state of the database: what is read of the list belongs together.
      await runner.startTransaction('REPEATABLE READ');
      const state = await withoutTimeLimit(runner.manager, () => this.readIn(runner, former));
      await runner.commitTransaction();
      return state;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /**
   * Where a connection broke during its commit, the change may be made after that. Whoever makes one holds the lock of
   * the instance until it is visible.
   * @throws NotFoundError when there is no such instance: that is not a list without numbers
   */
  private async waitForChange(runner: QueryRunner): Promise<void> {
    const locked = (await runner.query('SELECT FROM plugin_instance WHERE id = $1 FOR NO KEY UPDATE', [
      this.instanceId,
    ])) as unknown[];
    if (locked.length === 0) throw new NotFoundError('plugin instance', this.instanceId);
  }

  private async readIn(runner: QueryRunner, former: State | undefined): Promise<State> {
    const { instanceId } = this;
    const list = (await runner.manager.findOneBy(NumberList, { instanceId })) ?? undefined;
    if (list === undefined) return { list, numbers: new LiveNumbers(new Packer().finish()) };
    if (former?.list?.stamp === list.stamp) return former;
    if (former?.list?.generation === list.generation) {
      // Between two turns of the event loop look-ups see either the former state or the new one.
      former.numbers.apply(await changedBlocks(runner.manager, list, former.list.version));
      if (former.numbers.count === list.count) return this.kept({ list, numbers: former.numbers });
    }
    const packed = (await this.snapshotOf(list)) ?? (await this.readWhole(runner, list));
    return { list, numbers: new LiveNumbers(packed) };
  }

  private async readWhole(runner: QueryRunner, list: NumberList): Promise<PackedNumbers> {
    const packer = new Packer();
    const rows = copyOut(
      runner,
      `SELECT prefix, numbers FROM number_block WHERE instance_id = '${list.instanceId}'::uuid
       AND generation = ${list.generation} AND octet_length(numbers) > 0`,
    );
    for await (const [prefix, numbers] of rows as AsyncIterable<[Buffer, Buffer]>)
      packer.add(Number(prefix.readBigInt64BE()), blockOfBytes(numbers));
    const packed = packer.finish();
    if (packed.count !== list.count)
      throw new Error(
        `The list of numbers is damaged in the database (${packed.count} of ${list.count}): upload it again.`,
      );
    this.keepSnapshot(packed, list);
    return packed;
  }

  /** Without another snapshot the next start would read the whole list from the database. */
  private kept(state: { list: NumberList; numbers: LiveNumbers }): State {
    if (this.isWorthSnapshot(state.list)) void this.inTurn(() => this.pack());
    return state;
  }

  private async pack(): Promise<void> {
    const { list, numbers } = this.state ?? {};
    if (list === undefined || numbers === undefined || numbers.changedBlocks === 0) return;
    const packed = await numbers.pack();
    this.state = { list, numbers: new LiveNumbers(packed) };
    this.keepSnapshot(packed, list);
  }

  private isWorthSnapshot({ count }: NumberList): boolean {
    return this.snapshots !== undefined && count >= (this.snapshots.fromNumbers ?? SNAPSHOT_FROM);
  }

  private keepSnapshot(packed: PackedNumbers, list: NumberList): void {
    // One that waits while a newer one comes is of no use any more.
    this.unwritten = { packed, list };
    this.writing = this.writing.then(() => this.writeSnapshot());
  }

  private async writeSnapshot(): Promise<void> {
    if (this.snapshots === undefined || this.unwritten === undefined) return;
    const { packed, list } = this.unwritten;
    this.unwritten = undefined;
    if (!this.isWorthSnapshot(list)) return;
    try {
      await mkdir(this.snapshots.folder, { recursive: true });
      await writeSnapshot(this.pathIn(this.snapshots), packed, { stamp: list.stamp, version: list.version });
    } catch (error) {
      this.snapshots.onTrouble(error);
    }
  }

  /** `undefined`: there is none of this state. */
  private async snapshotOf(list: NumberList): Promise<PackedNumbers | undefined> {
    if (this.snapshots === undefined || !this.isWorthSnapshot(list)) return undefined;
    try {
      const { list: packed, label } = await readSnapshot(this.pathIn(this.snapshots));
      return label.stamp === list.stamp && packed.count === list.count ? packed : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.snapshots.onTrouble(error);
      return undefined;
    }
  }

  private pathIn({ folder }: SnapshotOptions): string {
    return join(folder, `${this.instanceId}.numbers`);
  }
}
