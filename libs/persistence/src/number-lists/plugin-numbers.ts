import { setImmediate } from 'node:timers/promises';
import { NumberBatch } from '@marcador/number-list/number-batch.js';
import type { DataSource, EntityManager } from 'typeorm';
import { withoutTimeLimit } from '../impatient-client.js';
import type { UploadPlaces } from '../upload-places.js';
import { comparedForm } from './compared-form.js';
import { dropGenerations, lockList, newGeneration, putInForce, type StagedNumbers } from './list-change.js';
import type { ListInMemory } from './list-in-memory.js';
import { addToBlocks } from './number-blocks.js';

/** Fewer than so many are collected in memory, and stored in one transaction. */
const MANY = 100_000;
/** Of many so many are stored at a time: 16 MB of memory. */
const NUMBERS_AT_ONCE = 2 ** 21;
/** So many are taken between two turns of the event loop: some milliseconds. */
const NUMBERS_AT_A_TURN = 2 ** 13;

/** Numbers as plugins give them, E.164 digits. */
export type GivenNumbers = AsyncIterable<string> | Iterable<string>;

/** What there is of the list that numbers are given for. */
export interface PluginNumbersParts {
  readonly dataSource: DataSource;
  readonly instanceId: string;
  readonly places: UploadPlaces;
  readonly memory: () => ListInMemory;
  /** Resolves when nothing is staged any more that an earlier process left behind. */
  readonly swept: () => Promise<void>;
}

/**
 * The numbers that a plugin puts on its own list, beside whatever is uploaded to it: they have no row that tells how far they
 * came, for nobody goes on with them, and no upload's row or blocks are touched. Of the two, what is complete last changes
 * the list last.
 */
export class PluginNumbers {
  constructor(private readonly parts: PluginNumbersParts) {}

  /**
   * Stores the numbers; the list changes when all of them have come. @returns how many were new to it
   * @throws NotAllowedNowError when they are 100 000 or more, and two uploads are under way
   * @throws what the numbers throw; then nothing is stored
   */
  async store(mode: 'add' | 'replace', numbers: GivenNumbers): Promise<number> {
    const forms = formsOf(numbers);
    try {
      const first = await batchOf(forms, MANY);
      return first.size < MANY
        ? await this.storeFew(mode, first)
        : await this.parts.places.during(() => this.storeMany(mode, first, forms));
    } finally {
      await forms.return(undefined);
    }
  }

  private storeFew(mode: 'add' | 'replace', numbers: NumberBatch): Promise<number> {
    return this.change(async (manager) => {
      const staged = await this.stage(manager, mode);
      const added = await this.keep(manager, staged, numbers);
      return this.finish(manager, { ...staged, added });
    });
  }

  private async storeMany(
    mode: 'add' | 'replace',
    first: NumberBatch,
    rest: AsyncGenerator<number, undefined>,
  ): Promise<number> {
    const { dataSource, swept } = this.parts;
    await swept();
    const staged = await dataSource.transaction((manager) => this.stage(manager, mode));
    const keep = (batch: NumberBatch) =>
      dataSource.transaction((manager) => this.keep(manager, staged, batch));
    try {
      let added = 0;
      for (let batch = first; batch.size > 0; batch = await batchOf(rest, NUMBERS_AT_ONCE))
        added += await keep(batch);
      return await this.change((manager) => this.finish(manager, { ...staged, added }));
    } catch (error) {
      await this.drop(staged).catch(() => undefined);
      throw error;
    }
  }

  private change<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.parts.memory().change(() => this.parts.dataSource.transaction(work));
  }

  private stage(manager: EntityManager, mode: 'add' | 'replace'): Promise<StagedNumbers> {
    const { instanceId } = this.parts;
    return withoutTimeLimit(manager, async () => {
      const list = await lockList(manager, instanceId);
      const generation = newGeneration(list);
      await manager.save(list);
      return { instanceId, generation, mode, listDate: null, added: 0 };
    });
  }

  private keep(manager: EntityManager, staged: StagedNumbers, numbers: NumberBatch): Promise<number> {
    return withoutTimeLimit(manager, () => addToBlocks(manager, staged, 1, numbers.byPrefix()));
  }

  private finish(manager: EntityManager, staged: StagedNumbers): Promise<number> {
    return withoutTimeLimit(manager, async () => {
      const list = await lockList(manager, this.parts.instanceId);
      return (await putInForce(manager, list, staged, new Date())).added;
    });
  }

  /** Where a connection broke they may be in force all the same. */
  private async drop(staged: StagedNumbers): Promise<void> {
    await this.parts.dataSource.transaction(async (manager) => {
      const list = await lockList(manager, this.parts.instanceId);
      if (list.generation !== staged.generation) await dropGenerations(manager, { ...staged, howMany: 2 });
    });
  }
}

async function* formsOf(numbers: GivenNumbers): AsyncGenerator<number, undefined> {
  let taken = 0;
  for await (const number of numbers) {
    yield comparedForm(number);
    if (++taken % NUMBERS_AT_A_TURN === 0) await setImmediate();
  }
}

/** The next so many numbers, or fewer at the end. */
async function batchOf(forms: AsyncGenerator<number, undefined>, most: number): Promise<NumberBatch> {
  const batch = new NumberBatch(most);
  while (batch.size < most) {
    const form = await forms.next();
    if (form.done === true) break;
    batch.add(form.value);
  }
  return batch;
}
