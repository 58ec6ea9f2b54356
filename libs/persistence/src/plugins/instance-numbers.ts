import {
  Inject,
  Injectable,
  Optional,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NumberList } from '../entities/number-list.entity.js';
import type { NumberUpload } from '../entities/number-upload.entity.js';
import { dropAbandoned } from '../number-lists/list-change.js';
import { ListInMemory } from '../number-lists/list-in-memory.js';
import type { SnapshotOptions } from '../number-lists/list-snapshot.js';
import {
  NumberUploads,
  type NewNumberUpload,
  type RejectedNumberRow,
} from '../number-lists/number-uploads.js';
import { comparedForm } from '../number-lists/compared-form.js';
import { PluginNumbers, type GivenNumbers, type PluginNumbersParts } from '../number-lists/plugin-numbers.js';
import { NumberUploadInProgress } from '../number-lists/upload-in-progress.js';
import { UploadPlaces } from '../upload-places.js';

const ROWS_AT_ONCE = 1000;

/** How {@link InstanceNumbers} is told of the snapshots. */
export const NUMBER_SNAPSHOTS = Symbol('NUMBER_SNAPSHOTS');

/** The lists of phone numbers that administrators upload for instances. */
@Injectable()
export class InstanceNumbers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly lists = new Map<string, ListInMemory>();
  private swept: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: UploadPlaces,
    @Optional() @Inject(NUMBER_SNAPSHOTS) private readonly snapshots?: SnapshotOptions,
  ) {}

  /** The list of one instance; it is empty until numbers are added. */
  of(instanceId: string): StoredNumberSet {
    const { dataSource, places } = this;
    return new StoredNumberSet({
      ...{ dataSource, places, instanceId },
      memory: () => this.inMemory(instanceId),
      swept: () => this.sweep(),
    });
  }

  /** Lets go of what is kept of an instance beside the database, which has forgotten it. */
  forget(instanceId: string): void {
    this.inMemory(instanceId).forget();
  }

  /** Begins to read the lists that there are. Nobody waits: who asks meanwhile does, and finds out what went wrong. */
  async onApplicationBootstrap(): Promise<void> {
    this.sweep().catch(() => undefined);
    for (const { instanceId } of await this.dataSource.manager.find(NumberList))
      this.of(instanceId)
        .load()
        .catch(() => undefined);
  }

  /** Resolves when no list is being read, and no snapshot written, any more. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.lists.values()].map((list) => list.settled()));
  }

  /** Once, for what an earlier process left behind; again where that failed. */
  private sweep(): Promise<void> {
    this.swept ??= dropAbandoned(this.dataSource).catch((error: unknown) => {
      this.swept = undefined;
      throw error;
    });
    return this.swept;
  }

  private inMemory(instanceId: string): ListInMemory {
    let list = this.lists.get(instanceId);
    if (list === undefined) {
      list = new ListInMemory(this.dataSource, instanceId, this.snapshots);
      this.lists.set(instanceId, list);
    }
    return list;
  }
}

/**
 * The numbers of one instance, E.164 digits: what plugins know as `NumberSet`. PostgreSQL keeps them, and look-ups are
 * answered from memory.
 *
 * A member resolves when its effect is durable. An upload changes nothing of what look-ups answer until it is complete,
 * and from then on everything. `add` and `replace` may be called while an upload is under way or broke off, which goes on all
 * the same; what is complete last changes the list last. Numbers that ring at the same telephone are one: see `matchingNumber`.
 */
export class StoredNumberSet {
  private readonly uploads: NumberUploads;
  private readonly given: PluginNumbers;

  constructor(private readonly parts: PluginNumbersParts) {
    this.uploads = new NumberUploads(parts.dataSource);
    this.given = new PluginNumbers(parts);
  }

  /** Rejects when it is no number, and when the list is not in memory and cannot be read. */
  async has(number: string): Promise<boolean> {
    return this.parts.memory().has(comparedForm(number));
  }

  async count(): Promise<number> {
    return (await this.list())?.count ?? 0;
  }

  /** The day that its numbers are of, `YYYY-MM-DD`; `undefined`: not known, or nothing was ever uploaded. */
  async listDate(): Promise<string | undefined> {
    return (await this.list())?.listDate ?? undefined;
  }

  /** What is known of the list beside its numbers; `undefined`: nothing was ever uploaded. */
  async list(): Promise<NumberList | undefined> {
    const { instanceId, dataSource } = this.parts;
    return (await dataSource.manager.findOneBy(NumberList, { instanceId })) ?? undefined;
  }

  /** Reads the list into memory unless it is there. */
  async load(): Promise<void> {
    await this.parts.memory().load();
  }

  /**
   * Adds numbers; those already present are left. @returns how many were new
   * @throws NotAllowedNowError when they are 100 000 or more, and two uploads are under way
   */
  add(numbers: GivenNumbers): Promise<number> {
    return this.given.store('add', numbers);
  }

  /**
   * Puts the numbers in place of all former ones. @returns how many distinct ones there are now
   * @throws NotAllowedNowError as {@link add}
   */
  replace(numbers: GivenNumbers): Promise<number> {
    return this.given.store('replace', numbers);
  }

  /** The last upload, also one that is not finished. */
  lastUpload(): Promise<NumberUpload | undefined> {
    return this.uploads.find(this.parts.instanceId);
  }

  /** The first rows of the last upload, behind a line, that were not taken. */
  async rejectedRows(count: number, afterLine = 0): Promise<RejectedNumberRow[]> {
    const rows = await this.uploads.rejectedRows(this.parts.instanceId, count, afterLine);
    return rows.map(({ line, code, params }) => ({ line, why: { code, params } }));
  }

  /** All of them that are kept, read as they are taken. */
  async *allRejectedRows(): AsyncGenerator<RejectedNumberRow> {
    for (let last = 0; ;) {
      const rows = await this.rejectedRows(ROWS_AT_ONCE, last);
      yield* rows;
      if (rows.length < ROWS_AT_ONCE) return;
      last = rows.at(-1)?.line ?? last;
    }
  }

  /** Begins an upload in place of the last one. @throws NotFoundError */
  async begin(upload: NewNumberUpload, now: Date): Promise<NumberUploadInProgress> {
    return new NumberUploadInProgress(
      this.uploads,
      await this.uploads.begin(this.parts.instanceId, upload, now),
      this.parts.memory,
    );
  }

  /** Goes on with an upload that is not finished. */
  goOn(upload: NumberUpload): NumberUploadInProgress {
    return new NumberUploadInProgress(this.uploads, upload, this.parts.memory);
  }

  /** Forgets an upload that is not finished. */
  giveUp(upload: NumberUpload): Promise<void> {
    return this.uploads.giveUp(upload);
  }
}
