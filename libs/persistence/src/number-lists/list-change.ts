import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { NumberList } from '../entities/number-list.entity.js';
import type { NumberUploadMode } from '../entities/number-upload.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { NotFoundError } from '../repository.errors.js';
import { addToBlocks, numbersOfBlocks, removeFromBlocks, type Generation } from './number-blocks.js';

/**
 * Numbers in blocks beside those in force. The next generation has those that go off the list; no number is in both.
 */
export interface StagedNumbers extends Generation {
  readonly mode: NumberUploadMode;
  /** The day that they are of; `null`: that of their arrival, and of additions none. */
  readonly listDate: string | null;
  /** How many there are to put on the list. */
  readonly added: number;
}

/** How many numbers were new to the list, and how many are no longer on it. */
export interface ListChange {
  readonly added: number;
  readonly removed: number;
}

/**
 * The list's row, made where it is the first time. Who changes a list holds it until the end of the transaction: changes
 * of one list are made one after the other.
 * @throws NotFoundError when there is no such instance
 */
export async function lockList(manager: EntityManager, instanceId: string): Promise<NumberList> {
  const [instance] = await manager.query<unknown[]>(
    'SELECT FROM plugin_instance WHERE id = $1 FOR NO KEY UPDATE',
    [instanceId],
  );
  if (instance === undefined) throw new NotFoundError('plugin instance', instanceId);
  const found = await manager.findOneBy(NumberList, { instanceId });
  if (found !== null) return found;
  const zero = { generation: 0, lastGeneration: 0, version: 0, count: 0 };
  const never = { listDate: null, changedAt: null };
  return manager.save(manager.create(NumberList, { instanceId, stamp: randomUUID(), ...zero, ...never }));
}

/** Two generations of a locked list that nobody else writes to: this one and the next. The list is not saved. */
export function newGeneration(list: NumberList): number {
  const generation = list.lastGeneration + 1;
  list.lastGeneration = generation + 1;
  return generation;
}

/** Makes a locked list what the staged numbers say, and drops what is staged and no longer in force. */
export async function putInForce(
  manager: EntityManager,
  list: NumberList,
  staged: StagedNumbers,
  now: Date,
): Promise<ListChange> {
  const { mode, listDate, generation } = staged;
  const isReplaced = mode === 'replace' || (mode === 'add' && list.count === 0);
  list.version++;
  const change = isReplaced ? { added: staged.added, removed: 0 } : await merge(manager, list, staged);
  await dropGenerations(manager, isReplaced ? { ...list, howMany: 1 } : { ...staged, howMany: 2 });
  if (isReplaced) list.generation = generation;
  list.count = isReplaced ? staged.added : list.count + change.added - change.removed;
  // Where no number came or went, what was read of the list before is still right.
  if (isReplaced || change.added + change.removed > 0) list.stamp = randomUUID();
  list.changedAt = now;
  const isWholeList = mode !== 'add' || list.count === change.added;
  if (isWholeList) list.listDate = listDate ?? dayOf(now);
  else list.listDate = olderOf(list.listDate, listDate);
  await manager.save(list);
  return change;
}

/** Drops the blocks of so many generations from one on. */
export async function dropGenerations(
  manager: EntityManager,
  { instanceId, generation, howMany }: Generation & { readonly howMany: number },
): Promise<void> {
  await manager.query(
    'DELETE FROM number_block WHERE instance_id = $1 AND generation >= $2 AND generation < $3',
    [instanceId, generation, generation + howMany],
  );
}

/** Drops what was staged, in all lists, and belongs to no upload that can be gone on with: its process ended. */
export function dropAbandoned(dataSource: DataSource): Promise<void> {
  return dataSource.transaction((manager) =>
    withoutTimeLimit(manager, () =>
      manager.query(
        `DELETE FROM number_block AS block USING number_list AS list
         WHERE list.instance_id = block.instance_id AND block.generation <> list.generation
           AND NOT EXISTS (
             SELECT FROM number_upload AS upload
             WHERE upload.instance_id = block.instance_id AND upload.finished_at IS NULL
               AND block.generation BETWEEN upload.generation AND upload.generation + 1
           )`,
      ),
    ),
  );
}

async function merge(manager: EntityManager, list: NumberList, staged: StagedNumbers): Promise<ListChange> {
  const { instanceId, generation } = staged;
  const additions = numbersOfBlocks(manager, { instanceId, generation });
  const removals = numbersOfBlocks(manager, { instanceId, generation: generation + 1 });
  const added = await addToBlocks(manager, list, list.version, additions);
  const removed = await removeFromBlocks(manager, list, list.version, removals);
  return { added, removed };
}

/** What is added to a list makes the rest of it no newer. Days as `YYYY-MM-DD`; `null`: not known. */
function olderOf(ofList: string | null, ofAddition: string | null): string | null {
  return ofList !== null && ofAddition !== null && ofAddition < ofList ? ofAddition : ofList;
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
