import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { copyIn } from '../copy-in.js';
import { InstanceNumber } from '../entities/instance-number.entity.js';
import { withoutTimeLimit } from '../impatient-client.js';
import { UploadPlaces } from '../upload-places.js';

/** So many numbers change what the planner has to know of the table. */
const ANALYSE_FROM = 10_000;

/** The lists of phone numbers that administrators upload for instances. */
@Injectable()
export class InstanceNumbers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: UploadPlaces,
  ) {}

  /** The list of one instance; it is empty until numbers are added. */
  of(instanceId: string): StoredNumberSet {
    return new StoredNumberSet(this.dataSource, this.places, instanceId);
  }
}

/**
 * The numbers of one instance, E.164 digits: what plugins know as `NumberSet`.
 *
 * A member resolves when its effect is durable. `replace` is atomic: the former numbers answer until the new ones are
 * whole, and stay when the upload fails. Two uploads for one instance wait for each other. `add` and `replace` reject with
 * a `NotAllowedNowError`, before they take a number, when too many uploads are under way.
 */
export class StoredNumberSet {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: UploadPlaces,
    private readonly instanceId: string,
  ) {}

  has(number: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(InstanceNumber, { instanceId: this.instanceId, phone: number });
  }

  count(): Promise<number> {
    return this.dataSource.manager.countBy(InstanceNumber, { instanceId: this.instanceId });
  }

  /** Adds numbers; those already present are left. @returns how many were new */
  add(numbers: AsyncIterable<string> | Iterable<string>): Promise<number> {
    return this.places.during(() => this.upload(numbers, (runner) => this.insertStaged(runner)));
  }

  /** Puts the numbers in place of all former ones. @returns how many distinct ones there are now */
  replace(numbers: AsyncIterable<string> | Iterable<string>): Promise<number> {
    return this.places.during(() =>
      this.upload(numbers, async (runner) => {
        await runner.manager.delete(InstanceNumber, { instanceId: this.instanceId });
        return this.insertStaged(runner);
      }),
    );
  }

  private async upload(
    numbers: AsyncIterable<string> | Iterable<string>,
    apply: (runner: QueryRunner) => Promise<number>,
  ): Promise<number> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const inserted = await withoutTimeLimit(runner.manager, async () => {
        await runner.query('CREATE TEMPORARY TABLE number_upload (phone text) ON COMMIT DROP');
        await copyIn(runner, 'number_upload (phone)', singleField(numbers));
        await runner.query('SELECT FROM plugin_instance WHERE id = $1 FOR NO KEY UPDATE', [this.instanceId]);
        const count = await apply(runner);
        if (count >= ANALYSE_FROM) await runner.query('ANALYZE instance_number');
        return count;
      });
      await runner.commitTransaction();
      return inserted;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async insertStaged(runner: QueryRunner): Promise<number> {
    const [row] = await runner.manager.query<{ inserted: string }[]>(
      `WITH inserted AS (
         INSERT INTO instance_number (instance_id, phone)
         SELECT DISTINCT $1::uuid, phone FROM number_upload ORDER BY phone
         ON CONFLICT DO NOTHING
         RETURNING 1
       )
       SELECT count(*) AS inserted FROM inserted`,
      [this.instanceId],
    );
    return Number(row?.inserted);
  }
}

async function* singleField(numbers: AsyncIterable<string> | Iterable<string>) {
  for await (const number of numbers) yield [number];
}
