import { LiveNumbers } from '@marcador/number-list/live-numbers.js';
import type { PackedNumbers } from '@marcador/number-list/packed-numbers.js';
import { Packer } from '@marcador/number-list/packer.js';
import type { DataSource, QueryRunner } from 'typeorm';
import { NumberList } from '../entities/number-list.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { NotFoundError } from '../repository.errors.js';
import { ListSnapshot, type SnapshotOptions } from './list-snapshot.js';
import { changedBlocks, countChangedBlocks } from './number-blocks.js';

/** With more changed blocks than this, and than this part of all, the list is read whole: else it would be there three times. */
const MANY_BLOCKS = 1000;
const LARGE_PART = 1 / 4;
/** Before the first version of any list. */
const NEVER = 0;

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
  private readonly snapshot: ListSnapshot;

  constructor(
    private readonly dataSource: DataSource,
    private readonly instanceId: string,
    snapshots: SnapshotOptions | undefined,
  ) {
    this.snapshot = new ListSnapshot(instanceId, snapshots);
  }

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
    await this.snapshot.settled();
  }

  /** Lets go of the numbers, and of their snapshot: the instance was removed. */
  forget(): void {
    const letGo = this.inTurn(() => {
      this.state = undefined;
      return Promise.resolve();
    });
    this.snapshot.forget(letGo);
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
    const changed = former && (await this.changed(runner, former, list));
    if (changed !== undefined) return changed;
    // A snapshot of what has just changed is not there.
    const kept = former === undefined ? await this.snapshot.of(list) : undefined;
    return { list, numbers: new LiveNumbers(kept ?? (await this.readWhole(runner, list))) };
  }

  /** The former state with the blocks that changed since; `undefined`: it has to be read whole. */
  private async changed(runner: QueryRunner, former: State, list: NumberList): Promise<State | undefined> {
    if (former.list?.generation !== list.generation) return undefined;
    const { version } = former.list;
    const blocks = await countChangedBlocks(runner.manager, list, version);
    if (blocks > Math.max(MANY_BLOCKS, LARGE_PART * former.numbers.packedBlocks)) return undefined;
    const numbers = await former.numbers.with(changedBlocks(runner, list, version));
    if (numbers.count !== list.count) return undefined;
    // Without another snapshot the next start would read the whole list from the database.
    if (this.snapshot.isWorthwhile(list)) void this.inTurn(() => this.pack());
    return { list, numbers };
  }

  private async readWhole(runner: QueryRunner, list: NumberList): Promise<PackedNumbers> {
    const packer = new Packer();
    for await (const [prefix, block] of changedBlocks(runner, list, NEVER))
      if (block !== undefined) packer.add(prefix, block);
    const packed = packer.finish();
    if (packed.count !== list.count)
      throw new Error(
        `The list of numbers is damaged in the database (${packed.count} of ${list.count}): upload it again.`,
      );
    this.snapshot.keep(packed, list);
    return packed;
  }

  private async pack(): Promise<void> {
    const { list, numbers } = this.state ?? {};
    if (list === undefined || numbers === undefined || numbers.changedBlocks === 0) return;
    const packed = await numbers.pack();
    this.state = { list, numbers: new LiveNumbers(packed) };
    this.snapshot.keep(packed, list);
  }
}
