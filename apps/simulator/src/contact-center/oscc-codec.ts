import { z } from 'zod';
import type { AgentState } from '../events.js';
import { isLoggedOn, type Agent } from './agent.js';

// The wire format of docs/contracts/oscc.md, and nothing else.

const id = z.string().min(1).max(200);
const inApplication = z.object({ applicationId: id });
const inSession = inApplication.extend({ sessionId: id });

/** What each command must carry. */
export const commands = {
  RegisterApplication: z.object({ applicationName: z.string().min(1) }),
  Logon: inApplication.extend({ user: z.string(), password: z.string(), tenant: z.string() }),
  KeepAlive: inSession,
  GetQueues: inSession,
  MonitorUsers: inSession.extend({ queueId: id }),
  GetEvents: inSession.extend({ afterSeq: z.int().min(0), timeoutMs: z.int().min(0).max(30_000) }),
  UnregisterApplication: inApplication,
} as const;

const ROUTING: Readonly<Record<AgentState, string>> = {
  'logged-off': 'UNAVAILABLE',
  break: 'UNAVAILABLE',
  idle: 'AVAILABLE',
  ringing: 'AVAILABLE',
  talking: 'AVAILABLE',
  'wrap-up': 'WORK',
  'unheard-of': 'MEDITATING',
};

const HANDLING: Partial<Readonly<Record<AgentState, string>>> = { ringing: 'PENDING', talking: 'TALKING' };

/** A `User` of the contract. */
export function userOf(agent: Agent): object {
  return {
    userId: agent.id,
    name: agent.name,
    queueIds: agent.queues,
    voiceLoggedOn: isLoggedOn(agent),
    routingState: ROUTING[agent.state],
    handlingState: HANDLING[agent.state] ?? 'IDLE',
    presence: agent.state === 'logged-off' || agent.state === 'break' ? 'AWAY' : 'PRESENT',
  };
}
