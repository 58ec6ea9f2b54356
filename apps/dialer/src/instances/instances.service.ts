import { can } from '@marcador/domain/permissions.js';
import { message } from '@marcador/messages/message.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import type { ExtensionKind } from '@marcador/plugin-api';
import { changedTexts } from '@marcador/plugin-host/changed-texts.js';
import { ExtensionRegistry, type ConfigProblem } from '@marcador/plugin-host/extension-registry.js';
import type { InstanceHealth } from '@marcador/plugin-host/instance-health.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { because } from '@marcador/plugin-host/reason.js';
import { redactConfig, restoreSecrets } from '@marcador/plugin-host/secret-redaction.js';
import { HttpStatus, Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { defined } from '../defined.js';
import { ApiError, sentenceOf, unprocessable } from '../http/api-error.js';
import { onItsVersion } from '../http/stale-version.js';
import type {
  CreateInstanceDto,
  HealthView,
  InstanceView,
  TestInstanceDto,
  UpdateInstanceDto,
} from './instance.dto.js';
import { StoredInstances, type StoredInstance } from './stored-instances.js';

/** What a person calls instances of each kind. */
export const KIND_NAMES: Readonly<Record<ExtensionKind, { readonly one: string; readonly many: string }>> = {
  'dial-target': { one: 'dial target', many: 'dial targets' },
  'dnc-provider': { one: 'do-not-call service', many: 'do-not-call services' },
  'amd-detector': { one: 'answering machine detector', many: 'answering machine detectors' },
  'pacing-strategy': { one: 'pacing strategy', many: 'pacing strategies' },
};

/** Configured instances of extensions. */
@Injectable()
export class InstancesService {
  constructor(
    private readonly stored: StoredInstances,
    private readonly registry: ExtensionRegistry,
    private readonly instances: PluginInstances,
    private readonly numbers: InstanceNumbers,
  ) {}

  async list(user: SessionUser, kind: ExtensionKind): Promise<InstanceView[]> {
    const rows = await this.stored.ofKind(kind);
    return rows.map((row) => this.viewOf(user, row));
  }

  /** @throws NotFoundError when there is none of this kind */
  async get(kind: ExtensionKind, id: string): Promise<StoredInstance> {
    const rows = await this.stored.ofKind(kind);
    const found = rows.find((row) => row.id === id);
    if (found === undefined) throw new NotFoundError(KIND_NAMES[kind].one, id);
    return found;
  }

  async create(user: SessionUser, kind: ExtensionKind, body: CreateInstanceDto): Promise<InstanceView> {
    const config = this.validated(kind, body);
    const { name, type, keepAnswersMinutes } = body;
    this.assertKeeps(kind, type, keepAnswersMinutes);
    const row = await this.stored.create({ kind, type, name, config, keepAnswersMinutes, builtIn: false });
    await this.instances.reload(row.id);
    return this.viewOf(user, row);
  }

  /** @throws NotFoundError when there is none of this kind */
  async one(user: SessionUser, kind: ExtensionKind, id: string): Promise<InstanceView> {
    return this.viewOf(user, await this.get(kind, id));
  }

  /**
   * Changes an instance and puts it in service as it then is: whatever asks it next, asks the new one. What the old
   * one is at when it is retired counts as not answered, so that nothing is dialled on its word.
   */
  async update(
    user: SessionUser,
    kind: ExtensionKind,
    id: string,
    { version, name, config, keepAnswersMinutes }: UpdateInstanceDto,
  ): Promise<InstanceView> {
    const before = await this.get(kind, id);
    const whole =
      config && this.validated(kind, { type: before.type, config: this.restored(before, config) });
    this.assertKeeps(kind, before.type, keepAnswersMinutes);
    const shown = (row: StoredInstance) => ({ ...row, config: this.shownConfig(row) });
    const yours = { name, config: config && this.shownConfig({ ...before, config }), keepAnswersMinutes };
    const current = async () => shown(await this.get(kind, id));
    const row = await onItsVersion({ yours, current }, () =>
      this.stored.update(before, version, defined({ name, config: whole, keepAnswersMinutes })),
    );
    await this.instances.reload(id);
    return this.viewOf(user, row);
  }

  async remove(kind: ExtensionKind, id: string): Promise<void> {
    await this.get(kind, id);
    await this.stored.remove(id);
    await this.instances.remove(id);
    this.numbers.forget(id);
  }

  /** Asks values that are not saved. */
  async test(kind: ExtensionKind, { id, type, config }: TestInstanceDto): Promise<InstanceHealth> {
    const saved = id === undefined ? undefined : await this.get(kind, id);
    return this.instances.test(kind, type, saved?.type === type ? this.restored(saved, config) : config);
  }

  async health(kind: ExtensionKind, id: string): Promise<HealthView> {
    await this.get(kind, id);
    const health = await this.instances.health(id);
    const figures = this.instances.figures(id);
    return { ...health, ...(figures && { figures }) };
  }

  /** @throws ApiError 422 where there is no service whose answers could be kept */
  private assertKeeps(kind: ExtensionKind, type: string, keepAnswersMinutes = 0): void {
    const answersItself = kind !== 'dnc-provider' || this.registry.find(kind, type)?.keepsNumbers === true;
    if (keepAnswersMinutes > 0 && answersItself)
      throw unprocessable('keepAnswersMinutes', message('keeps-no-answers'));
  }

  private validated(
    kind: ExtensionKind,
    { type, config }: { type: string; config: unknown },
  ): Record<string, unknown> {
    const checked = this.registry.validate(kind, type, config);
    if (checked.valid) return checked.config;
    throw notUsable(checked.problems);
  }

  /**
   * What was sent, with saved secrets where none were.
   * @throws ApiError 422 when a saved secret cannot be read, or something else was changed that it might go elsewhere with
   */
  private restored({ kind, type, config: saved }: StoredInstance, sent: unknown): unknown {
    const schema = this.registry.find(kind, type)?.config;
    if (schema === undefined) return sent;
    const { config, restored, problems } = restoreSecrets(schema, sent, saved);
    if (problems.length > 0) throw notUsable(problems);
    // As the type gives them back: with the defaults that it has now.
    const [before, after] = [saved, config].map((each) => this.registry.validate(kind, type, each));
    const [field] = after?.valid
      ? changedTexts(schema, before?.valid ? before.config : saved, after.config)
      : [];
    if (field === undefined || restored.length === 0) return config;
    throw notUsable(restored.map((path) => ({ path, ...because(message('secret-with-change', { field })) })));
  }

  /** Nothing of a type that is not known: nobody can tell what of it is secret. */
  private shownConfig({ kind, type, config }: Pick<StoredInstance, 'kind' | 'type' | 'config'>): unknown {
    const definition = this.registry.find(kind, type);
    return definition === undefined ? {} : redactConfig(definition.config, config);
  }

  private viewOf(user: SessionUser, row: StoredInstance): InstanceView {
    const { id, version, kind, type, name, builtIn, keepAnswersMinutes } = row;
    const status = this.instances.list().find((each) => each.id === id);
    return {
      ...{ id, version, name, type, builtIn, keepAnswersMinutes },
      keepsNumbers: this.registry.find(kind, type)?.keepsNumbers ?? false,
      inService: status?.inService ?? false,
      ...(status?.reason !== undefined && { reason: status.reason }),
      ...(can(user.role, 'dnc-service:manage') && { config: this.shownConfig(row) }),
    };
  }
}

function notUsable(problems: readonly ConfigProblem[]): ApiError {
  const details = problems.map(({ path, reason, ...said }) => ({
    field: path === '' ? 'config' : `config.${path}`,
    message: reason,
    ...said,
  }));
  return new ApiError(HttpStatus.UNPROCESSABLE_ENTITY, 'not-possible', message('validation-failed'), {
    details,
    sentence: sentenceOf(details),
  });
}
