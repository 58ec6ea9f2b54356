import type { DialQueue } from '@marcador/plugin-api';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { HttpStatus, Injectable } from '@nestjs/common';
import { ApiError } from '../http/api-error.js';

/** The queues that campaigns can choose from. */
@Injectable()
export class TargetQueues {
  constructor(private readonly instances: PluginInstances) {}

  /** @throws ApiError 503 with the target's sentence */
  async of(targetId: string): Promise<readonly DialQueue[]> {
    try {
      return await this.instances.target(targetId).queues(new AbortController().signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ApiError(
        HttpStatus.SERVICE_UNAVAILABLE,
        'target-unreachable',
        `The queues of the dial target cannot be had: ${reason} Test the target, then try again.`,
      );
    }
  }
}
