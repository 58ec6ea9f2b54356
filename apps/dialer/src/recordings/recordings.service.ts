import { createHash } from 'node:crypto';
import { canInGroup, groupsFor } from '@marcador/domain/permissions.js';
import { message } from '@marcador/messages/message.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import {
  RecordingRepository,
  type RecordingRow,
} from '@marcador/persistence/recordings/recording.repository.js';
import { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import { pcmBytes, sharedSamples, writeWav } from '@marcador/telephony/wav/write-wav.js';
import { Inject, Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { unprocessable } from '../http/api-error.js';
import { pageFor, type Page } from '../http/page.js';
import { CLOCK } from '../tokens.js';
import { messageAudio } from './message-audio.js';
import type { RecordingsQuery, RecordingView, UploadRecordingQuery } from './recording.dto.js';

const SAMPLES_PER_MS = 8;

/** Recorded messages, as far as the user's permissions reach. */
@Injectable()
export class RecordingsService {
  constructor(
    private readonly recordings: RecordingRepository,
    private readonly groups: GroupRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(user: SessionUser, query: RecordingsQuery): Promise<Page<RecordingView>> {
    const { groupId } = query;
    const own = groupsFor(user, 'recording:read');
    const wanted =
      groupId === undefined ? own : [groupId].filter((id) => canInGroup(user, 'recording:read', id));
    const { items, total } = await this.recordings.list(wanted, query);
    return pageFor({ items: await this.views(items), total }, query);
  }

  /** @throws ApiError 422 for a group that is of others or does not exist */
  refuseGroup(user: SessionUser, groupId: string): void {
    if (!canInGroup(user, 'recording:manage', groupId))
      throw unprocessable('groupId', message('choose-own-group'));
  }

  async create(
    user: SessionUser,
    { name, groupId }: UploadRecordingQuery,
    file: Uint8Array,
  ): Promise<RecordingView> {
    const audio = await messageAudio(file);
    const samples = pcmBytes(audio);
    const made = await this.recordings.create({
      name,
      groupId,
      samples,
      durationMs: Math.round(audio.length / SAMPLES_PER_MS),
      sha256: createHash('sha256').update(samples).digest('hex'),
      uploadedBy: user.userName,
      uploadedAt: this.clock.now(),
    });
    const [view] = await this.views([made]);
    return view as RecordingView;
  }

  /** As a WAV file, and the digest of its samples. */
  async audio(user: SessionUser, id: string): Promise<{ wav: Buffer; sha256: string }> {
    const { sha256 } = await this.access(user, 'recording:read', id);
    return { wav: writeWav(sharedSamples(await this.recordings.samples(id))), sha256 };
  }

  async remove(user: SessionUser, id: string): Promise<void> {
    await this.access(user, 'recording:manage', id);
    await this.recordings.remove(id);
  }

  private async access(
    user: SessionUser,
    action: 'recording:read' | 'recording:manage',
    id: string,
  ): Promise<RecordingRow> {
    const recording = await this.recordings.get(id);
    if (!canInGroup(user, action, recording.groupId)) throw new NotFoundError('recording', id);
    return recording;
  }

  private async views(rows: readonly RecordingRow[]): Promise<RecordingView[]> {
    const groups = new Map((await this.groups.all()).map(({ id, name }) => [id, name]));
    return rows.map(({ id, name, groupId, durationMs, sha256, uploadedBy, uploadedAt }) => {
      const group = { id: groupId, name: groups.get(groupId) ?? '' };
      return { id, name, group, durationMs, sha256, uploadedBy, uploadedAt };
    });
  }
}
