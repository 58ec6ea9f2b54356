import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Campaign } from '../entities/campaign.entity.js';
import { Recording } from '../entities/recording.entity.js';
import { asLookedFor, listPart, type ListPart, type ListRequest } from '../listing.js';
import { NameTakenError, NotAllowedNowError, NotFoundError } from '../repository.errors.js';
import { renaming, SQL_STATE, sqlStateOf } from '../sql-state.js';

/** What recordings can be sorted by. */
export const RECORDING_SORTS = ['name', 'durationMs', 'uploadedAt'] as const;

/** A recording as it is listed, without its audio. */
export type RecordingRow = Omit<Recording, 'samples'>;

/** The recorded messages that campaigns leave at answering machines. */
@Injectable()
export class RecordingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param groupIds only those of these groups; all when left out */
  list(
    groupIds: readonly string[] | undefined,
    request: ListRequest<(typeof RECORDING_SORTS)[number]>,
  ): Promise<ListPart<RecordingRow>> {
    const query = this.dataSource.manager.createQueryBuilder(Recording, 'r');
    if (groupIds !== undefined) query.where('r.group_id = ANY(:groupIds)', { groupIds });
    return listPart(query, request, {
      key: 'r.id',
      searched: ['r.name'],
      sorted: { name: asLookedFor('r.name'), durationMs: 'r.duration_ms', uploadedAt: 'r.uploaded_at' },
    });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<RecordingRow> {
    const found = await this.dataSource.manager.findOneBy(Recording, { id });
    if (found === null) throw new NotFoundError('recording', id);
    return found;
  }

  /** The names of those that there are, by id. */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.query<{ id: string; name: string }[]>(
      'SELECT id, name FROM recording WHERE id = ANY($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /**
   * 16-bit linear PCM, little-endian, mono, 8000 Hz.
   * @throws NotFoundError
   */
  async samples(id: string): Promise<Buffer> {
    const found = await this.dataSource.manager.findOne(Recording, {
      where: { id },
      select: { id: true, samples: true },
    });
    if (found === null) throw new NotFoundError('recording', id);
    return found.samples;
  }

  /** @throws NameTakenError when its group has one of this name */
  async create(recording: Omit<Recording, 'id'>): Promise<RecordingRow> {
    const { identifiers } = await renaming(
      SQL_STATE.uniqueViolation,
      () => new NameTakenError('recording'),
      () => this.dataSource.manager.insert(Recording, recording),
    );
    const [made] = identifiers as [{ id: string }];
    return this.get(made.id);
  }

  /** @throws NotFoundError, NotAllowedNowError when a campaign leaves it */
  async remove(id: string): Promise<void> {
    const { manager } = this.dataSource;
    const { name } = await this.get(id);
    try {
      await manager.delete(Recording, id);
    } catch (error) {
      if (sqlStateOf(error) !== SQL_STATE.foreignKeyViolation) throw error;
      const user = await manager.findOneBy(Campaign, { messageRecordingId: id });
      // Between the two the last campaign may have let go of it.
      if (user === null) return this.remove(id);
      throw new NotAllowedNowError(message('recording-used', { recording: name, campaign: user.name }));
    }
  }
}
