import type { Message } from '@marcador/messages/message.js';
import type { NumberBatch } from '@marcador/number-list/number-batch.js';
import { MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { NumberList } from '../entities/number-list.entity.js';
import { NumberUploadRow } from '../entities/number-upload-row.entity.js';
import { NumberUpload } from '../entities/number-upload.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { NotFoundError } from '../repository.errors.js';
import { dropGenerations, lockList, newGeneration, putInForce } from './list-change.js';
import { addToBlocks, removeFromBlocks } from './number-blocks.js';

/** So many rows that were not taken are kept. */
export const MOST_NUMBER_ROWS_KEPT = 100_000;

/** What an upload is made of. */
export type NewNumberUpload = Pick<NumberUpload, 'mode' | 'reading' | 'listDate' | 'totalBytes' | 'digest'>;

/** How far the file was read. */
export type NumberUploadProgress = Pick<NumberUpload, 'reading' | 'bytes' | 'lines' | 'read' | 'rejected'>;

/** A row that was not taken. */
export interface RejectedNumberRow {
  readonly line: number;
  readonly why: Message;
}

/** What was read of a file since the last time. No number is in both batches. */
export interface NumbersRead {
  readonly added: NumberBatch;
  readonly removed: NumberBatch;
  readonly rejected: readonly RejectedNumberRow[];
}

/**
 * Uploads of lists of numbers. What is read is kept in blocks beside those in force, together with how far the file was
 * read, in one transaction each time: after a break, whatever it was, an upload goes on from where it says. The list
 * itself changes in one transaction at the end. There is one upload of a list: a new one takes the place of the last.
 */
export class NumberUploads {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws NotFoundError when there is no such instance */
  begin(instanceId: string, upload: NewNumberUpload, now: Date): Promise<NumberUpload> {
    return this.dataSource.transaction((manager) =>
      withoutTimeLimit(manager, async () => {
        const list = await lockList(manager, instanceId);
        await dropUpload(manager, list);
        const generation = newGeneration(list);
        await manager.save(list);
        const nothing = { bytes: 0, lines: 0, read: 0, rejected: 0, added: 0, removed: 0 };
        const made = { ...upload, ...nothing, instanceId, generation, startedAt: now, finishedAt: null };
        return manager.save(manager.create(NumberUpload, made));
      }),
    );
  }

  /** The last upload of the list, also one that is not finished. */
  async find(instanceId: string): Promise<NumberUpload | undefined> {
    return (await this.dataSource.manager.findOneBy(NumberUpload, { instanceId })) ?? undefined;
  }

  /** The first rows behind a line that were not taken, in the order of the file. */
  rejectedRows(instanceId: string, count: number, afterLine = 0): Promise<NumberUploadRow[]> {
    const where = { instanceId, line: MoreThan(afterLine) };
    return this.dataSource.manager.find(NumberUploadRow, { where, order: { line: 'ASC' }, take: count });
  }

  /**
   * Keeps what was read. All or nothing.
   * @throws NotFoundError when the upload is no longer there
   */
  keep(
    { instanceId, generation, mode }: NumberUpload,
    numbers: NumbersRead,
    progress: NumberUploadProgress,
  ): Promise<NumberUpload> {
    return this.dataSource.transaction((manager) =>
      withoutTimeLimit(manager, async () => {
        const upload = await lockUpload(manager, instanceId, generation);
        const additions = { instanceId, generation };
        upload.added += await addToBlocks(manager, additions, 1, numbers.added.byPrefix());
        if (mode === 'change') {
          const removals = { instanceId, generation: generation + 1 };
          upload.added -= await removeFromBlocks(manager, additions, 1, numbers.removed.byPrefix());
          upload.removed += await addToBlocks(manager, removals, 1, numbers.removed.byPrefix());
          upload.removed -= await removeFromBlocks(manager, removals, 1, numbers.added.byPrefix());
        }
        const room = Math.max(0, MOST_NUMBER_ROWS_KEPT - upload.rejected);
        await keepRows(manager, instanceId, numbers.rejected.slice(0, room));
        return manager.save(Object.assign(upload, progress));
      }),
    );
  }

  /**
   * Makes the list what the upload says, in one transaction.
   * @throws NotFoundError when the upload is no longer there
   */
  finish({ instanceId, generation }: NumberUpload, now: Date): Promise<NumberUpload> {
    return this.dataSource.transaction((manager) =>
      withoutTimeLimit(manager, async () => {
        const list = await lockList(manager, instanceId);
        const upload = await lockUpload(manager, instanceId, generation);
        Object.assign(upload, await putInForce(manager, list, upload, now));
        upload.finishedAt = now;
        return manager.save(upload);
      }),
    );
  }

  /** Forgets an upload that is not finished, and what was read of it. */
  async giveUp({ instanceId, generation }: NumberUpload): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const list = await manager.findOne(NumberList, {
        where: { instanceId },
        lock: { mode: 'pessimistic_write' },
      });
      const found = await manager.findOneBy(NumberUpload, { instanceId, generation });
      if (list === null || found === null || found.finishedAt !== null) return;
      await dropUpload(manager, list);
    });
  }
}

/** Forgets the last upload, and what was read of it where it is not finished. */
async function dropUpload(manager: EntityManager, list: NumberList): Promise<void> {
  const { instanceId } = list;
  const last = await manager.findOneBy(NumberUpload, { instanceId });
  if (last === null) return;
  await manager.delete(NumberUpload, { instanceId });
  if (last.finishedAt === null) await dropGenerations(manager, { ...last, howMany: 2 });
}

async function lockUpload(
  manager: EntityManager,
  instanceId: string,
  generation: number,
): Promise<NumberUpload> {
  const upload = await manager.findOne(NumberUpload, {
    where: { instanceId, generation },
    lock: { mode: 'pessimistic_write' },
  });
  if (upload === null || upload.finishedAt !== null)
    throw new NotFoundError('upload of the list', instanceId);
  return upload;
}

async function keepRows(
  manager: EntityManager,
  instanceId: string,
  rows: readonly RejectedNumberRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `INSERT INTO number_upload_row (instance_id, line, code, params)
     SELECT $1, line, code, params FROM unnest($2::integer[], $3::text[], $4::jsonb[]) AS row (line, code, params)`,
    [
      instanceId,
      rows.map(({ line }) => line),
      rows.map(({ why }) => why.code),
      rows.map(({ why }) => JSON.stringify(why.params)),
    ],
  );
}
