import { message } from '@marcador/messages/message.js';
import type { AgentState, DialQueue, QueueAgent } from '@marcador/plugin-api';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import { reasonOf } from '@marcador/plugin-host/reason.js';
import { HttpStatus, Injectable } from '@nestjs/common';
import { ApiError, conflict } from '../http/api-error.js';

/** Who is logged on to a queue. */
export interface QueueAgents {
  readonly counts: Readonly<Record<AgentState, number>>;
  readonly agents: readonly QueueAgent[];
}

/** What dial targets tell of their queues when somebody asks. */
@Injectable()
export class TargetQueues {
  constructor(private readonly instances: PluginInstances) {}

  /**
   * The queues that campaigns can choose from.
   * @throws ApiError 503 with the target's sentence
   */
  async of(targetId: string): Promise<readonly DialQueue[]> {
    try {
      return await this.instances.target(targetId).queues(new AbortController().signal);
    } catch (error) {
      throw unreachable(`The queues of the dial target cannot be had: ${reasonOf(error).reason}`);
    }
  }

  /**
   * @param signal nobody waits for the answer any more
   * @throws ApiError 503 with the target's sentence; 409 when targets of this type do not tell
   */
  async agents(targetId: string, queueId: string, signal: AbortSignal): Promise<QueueAgents> {
    const agents = await this.instances
      .target(targetId)
      .agentsOf(queueId, signal)
      .catch((error: unknown) => {
        throw unreachable(`The agents of the queue cannot be had: ${reasonOf(error).reason}`);
      });
    if (agents === undefined) throw conflict('tells-no-agents', message('tells-no-agents'));
    const counts = { free: 0, talking: 0, wrapUp: 0, unavailable: 0, unknown: 0 };
    for (const { state } of agents) counts[state]++;
    return { counts, agents };
  }
}

function unreachable(what: string): ApiError {
  return new ApiError(HttpStatus.SERVICE_UNAVAILABLE, 'target-unreachable', message('target-unreachable'), {
    sentence: `${what} Test the target, then try again.`,
  });
}
