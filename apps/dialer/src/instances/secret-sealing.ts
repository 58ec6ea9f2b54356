import type { Log } from '@marcador/platform/logging.js';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LOG } from '../tokens.js';
import { StoredInstances } from './stored-instances.js';

/** Sees to it that the secrets in the database are sealed with the newest key: at each start, and when types come or go. */
@Injectable()
export class SecretSealing implements OnApplicationBootstrap {
  constructor(
    private readonly stored: StoredInstances,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.sealAll();
  }

  /** Never rejects: what is not sealed now is at the next start. */
  async sealAll(): Promise<void> {
    try {
      const instances = await this.stored.sealAll();
      if (instances > 0) this.log.info({ instances }, 'Secrets in the database were sealed anew');
    } catch (err) {
      this.log.error({ err }, 'Secrets in the database could not be sealed: the next start tries again');
    }
  }
}
