import { can } from '@marcador/domain/permissions.js';
import type { PluginInstance } from '@marcador/persistence/entities/plugin-instance.entity.js';
import { PluginInstanceRepository } from '@marcador/persistence/plugins/plugin-instance.repository.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import type { ExtensionKind, HealthReport } from '@marcador/plugin-api';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { redactConfig } from '@marcador/plugin-host/secret-redaction.js';
import { HttpStatus, Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { ApiError } from '../http/api-error.js';
import type { CreateInstanceDto, InstanceView, TestInstanceDto } from './instance.dto.js';

/** What a person calls an instance of each kind. */
const NAMES: Readonly<Record<ExtensionKind, string>> = {
  'dial-target': 'dial target',
  'dnc-provider': 'do-not-call service',
  'amd-detector': 'answering machine detector',
  'pacing-strategy': 'pacing strategy',
};

/** Configured instances of extensions. */
@Injectable()
export class InstancesService {
  constructor(
    private readonly stored: PluginInstanceRepository,
    private readonly registry: ExtensionRegistry,
    private readonly instances: PluginInstances,
  ) {}

  async list(user: SessionUser, kind: ExtensionKind): Promise<InstanceView[]> {
    const rows = await this.stored.ofKind(kind);
    return rows.map((row) => this.viewOf(user, row));
  }

  /** @throws NotFoundError when there is none of this kind */
  async get(kind: ExtensionKind, id: string): Promise<PluginInstance> {
    const rows = await this.stored.ofKind(kind);
    const found = rows.find((row) => row.id === id);
    if (found === undefined) throw new NotFoundError(NAMES[kind], id);
    return found;
  }

  async create(user: SessionUser, kind: ExtensionKind, body: CreateInstanceDto): Promise<InstanceView> {
    const config = this.validated(kind, body);
    const { name, type } = body;
    const row = await this.stored.create({ kind, type, name, config, builtIn: false });
    await this.instances.reload(row.id);
    return this.viewOf(user, row);
  }

  /** Asks values that are not saved. */
  test(kind: ExtensionKind, { type, config }: TestInstanceDto): Promise<HealthReport> {
    return this.instances.test(kind, type, config);
  }

  async health(kind: ExtensionKind, id: string): Promise<HealthReport> {
    await this.get(kind, id);
    return this.instances.health(id);
  }

  private validated(kind: ExtensionKind, { type, config }: TestInstanceDto): Record<string, unknown> {
    const checked = this.registry.validate(kind, type, config);
    if (checked.valid) return checked.config;
    const details = checked.problems.map(({ path, message }) => ({
      field: path === '' ? 'config' : `config.${path}`,
      message,
    }));
    const sentence = details.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new ApiError(HttpStatus.UNPROCESSABLE_ENTITY, 'not-possible', sentence, details);
  }

  private viewOf(user: SessionUser, { id, kind, type, name, builtIn, config }: PluginInstance): InstanceView {
    const definition = this.registry.find(kind, type);
    const status = this.instances.list().find((each) => each.id === id);
    const shown = definition === undefined ? {} : redactConfig(definition.config, config);
    return {
      id,
      name,
      type,
      builtIn,
      keepsNumbers: definition?.keepsNumbers ?? false,
      inService: status?.inService ?? false,
      ...(status?.reason !== undefined && { reason: status.reason }),
      ...(can(user.role, 'dnc-service:manage') && { config: shown }),
    };
  }
}
