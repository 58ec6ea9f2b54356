import { canInGroup } from '@marcador/domain/permissions.js';
import { message } from '@marcador/messages/message.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { PluginInstanceRepository } from '@marcador/persistence/plugins/plugin-instance.repository.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import { RecordingRepository } from '@marcador/persistence/recordings/recording.repository.js';
import { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import type { ExtensionKind } from '@marcador/plugin-api';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { unprocessable } from '../http/api-error.js';
import { TargetQueues } from '../instances/target-queues.js';
import { BUILT_IN_INSTANCES, FORMER_INSTANCE } from '../seeding/built-in-instances.js';

/** Checks what a campaign chooses from: its group, and the configured instances of extensions. */
@Injectable()
export class CampaignChoices {
  constructor(
    private readonly groups: GroupRepository,
    private readonly instances: PluginInstanceRepository,
    private readonly queues: TargetQueues,
    private readonly recordings: RecordingRepository,
    private readonly plugins: PluginInstances,
  ) {}

  /** @throws ApiError 422 for a group that is disabled, of others or does not exist */
  async group(user: SessionUser, groupId: string): Promise<string> {
    // A group of others does not exist for the user.
    const groups = canInGroup(user, 'campaign:create', groupId) ? await this.groups.all() : [];
    const group = groups.find(({ id }) => id === groupId);
    if (group === undefined) throw unprocessable('groupId', message('choose-own-group'));
    if (!group.enabled) throw unprocessable('groupId', message('group-disabled', { group: group.name }));
    return group.id;
  }

  /**
   * The queue as the dial target knows it now. A target that does not answer cannot be chosen: a campaign with a
   * mistaken queue would call people whom nobody takes over.
   * @throws ApiError 422 for a target or a queue that does not exist, 503 when the target does not answer
   */
  async queue(
    targetId: string,
    queueId: string,
  ): Promise<Pick<Campaign, 'targetInstanceId' | 'queueId' | 'queueName'>> {
    await this.instance('targetId', 'dial-target', targetId);
    const queues = await this.queues.of(targetId);
    const queue = queues.find(({ id }) => id === queueId);
    if (queue !== undefined) return { targetInstanceId: targetId, queueId, queueName: queue.name };
    const there = queues.map(({ id, name }) => `${id} (${name})`).join(', ');
    throw unprocessable(
      'queueId',
      there === '' ? message('no-queues') : message('no-such-queue', { queue: queueId, queues: there }),
    );
  }

  /** @throws ApiError 422 */
  async dnc(ids: readonly string[] | undefined): Promise<string[]> {
    const field = 'dncServiceIds';
    if (ids === undefined) return [await this.instanceOrBuiltIn(field, BUILT_IN_INSTANCES.dnc, undefined)];
    if (ids.length === 0) throw unprocessable(field, message('choose-dnc-service'));
    return Promise.all(ids.map((id) => this.instance(field, BUILT_IN_INSTANCES.dnc.kind, id)));
  }

  /** @throws ApiError 422 */
  amd(id: string | undefined): Promise<string> {
    return this.instanceOrBuiltIn('amdDetectorId', BUILT_IN_INSTANCES.amd, id);
  }

  /** @throws ApiError 422 */
  pacing(id: string | undefined): Promise<string> {
    return this.instanceOrBuiltIn('pacingStrategyId', BUILT_IN_INSTANCES.pacing, id);
  }

  /**
   * @param groupId the campaign's
   * @throws ApiError 422 for a recording that does not exist, or for another group
   */
  async message(id: string | null | undefined, groupId: string): Promise<string | null> {
    if (id === undefined || id === null) return null;
    const found = await this.recordings.get(id).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
    if (found?.groupId !== groupId) throw unprocessable('messageRecordingId', message('no-such-recording'));
    return id;
  }

  /**
   * The detector that keeps a campaign from leaving its message, because it cannot tell the end of a greeting.
   * @returns its name; `undefined`: none does
   */
  async detectorWithoutMessages({
    amdInstanceId,
    messageRecordingId,
  }: Pick<Campaign, 'amdInstanceId' | 'messageRecordingId'>): Promise<string | undefined> {
    if (amdInstanceId === null || messageRecordingId === null) return undefined;
    if (this.plugins.followsGreetings(amdInstanceId)) return undefined;
    return (await this.instances.get(amdInstanceId)).name;
  }

  private async instanceOrBuiltIn(
    field: string,
    builtIn: { readonly kind: ExtensionKind; readonly name: string },
    id: string | undefined,
  ): Promise<string> {
    if (id !== undefined) return this.instance(field, builtIn.kind, id);
    const rows = await this.instances.ofKind(builtIn.kind);
    const builtIns = rows.filter((row) => row.builtIn);
    // Where somebody had taken its name before it was built in, another one takes its place.
    const named = (wanted: string) => builtIns.find(({ name }) => name === wanted);
    const found = named(builtIn.name) ?? named(FORMER_INSTANCE) ?? builtIns[0];
    if (found === undefined) throw unprocessable(field, message('no-built-in', { name: builtIn.name }));
    return found.id;
  }

  private async instance(field: string, kind: ExtensionKind, id: string): Promise<string> {
    const rows = await this.instances.ofKind(kind);
    if (!rows.some((row) => row.id === id)) throw unprocessable(field, message('no-such-instance'));
    return id;
  }
}
