/**
 * All that is known of OpenScape Contact Center on the wire. Confirmed by the vendor's documentation are only the names
 * RegisterApplication, UnregisterApplication, Logon and KeepAlive; **everything else is our assumption**
 * (docs/contracts/oscc.md). A site that differs changes this file.
 */
import type { AgentState, BusyAgents } from '@marcador/plugin-api';
import { z } from 'zod';

const id = z.string().min(1).max(200);
const seq = z.int().min(0);
/** A value of a wrong type makes one user not free; it must not make all the others unknown. */
const state = z.string().catch('UNKNOWN');

const userSchema = z.object({
  userId: id,
  /** For people only. */
  name: z.string().max(200).optional().catch(undefined),
  /** All queues the user is a member of. */
  queueIds: z.array(id),
  voiceLoggedOn: z.boolean().catch(false),
  routingState: state,
  handlingState: state,
});

/** What is posted to `<baseUrl>/<Command>`. */
export interface Requests {
  RegisterApplication: { applicationName: string };
  Logon: { applicationId: string; user: string; password: string; tenant: string };
  KeepAlive: SessionIds;
  GetQueues: SessionIds;
  MonitorUsers: SessionIds & { queueId: string };
  /** Held by the server until there is an event after `afterSeq`, or for `timeoutMs`. */
  GetEvents: SessionIds & { afterSeq: number; timeoutMs: number };
  UnregisterApplication: { applicationId: string };
}

/** What names a session in each of its commands. */
export interface SessionIds {
  readonly applicationId: string;
  readonly sessionId: string;
}

export type Command = keyof Requests;

/** What is answered with status 200. */
export const answers = {
  RegisterApplication: z.object({ applicationId: id }),
  Logon: z.object({ sessionId: id, keepAliveSeconds: z.number().positive().max(86_400) }),
  KeepAlive: z.object({}),
  GetQueues: z.object({
    queues: z.array(
      z.object({ queueId: id, name: z.string(), pilotNumber: z.string().min(1).exactOptional() }),
    ),
  }),
  MonitorUsers: z.object({ seq, users: z.array(userSchema) }),
  GetEvents: z.object({
    events: z.array(z.object({ seq: z.int().min(1), user: userSchema })),
    lastSeq: seq,
  }),
  UnregisterApplication: z.object({}),
} satisfies Record<Command, z.ZodType>;

export type Answer<C extends Command> = z.output<(typeof answers)[C]>;
export type OsccUser = z.output<typeof userSchema>;
export type OsccEvent = Answer<'GetEvents'>['events'][number];

/** What is answered with any other status. */
export const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The error codes that change what we do next. */
export const ErrorCode = {
  invalidCredentials: 'INVALID_CREDENTIALS',
  sessionExpired: 'SESSION_EXPIRED',
  unknownApplication: 'UNKNOWN_APPLICATION',
  unknownQueue: 'UNKNOWN_QUEUE',
} as const;

/** Whether the user takes part in the queue, free or not. */
export function isLoggedOn(user: OsccUser, queueId: string): boolean {
  return user.voiceLoggedOn && user.queueIds.includes(queueId);
}

/** What keeps a user who is logged on from being free; `undefined`: nothing, or a state that we do not know. */
export function busyWith(user: OsccUser): keyof BusyAgents | undefined {
  if (['PENDING', 'TALKING', 'HELD'].includes(user.handlingState)) return 'talking';
  if (user.routingState === 'WORK') return 'wrapUp';
  return user.routingState === 'UNAVAILABLE' ? 'unavailable' : undefined;
}

/** Whether the user could take a call of the queue now. Any state that we do not know is not free. */
export function isFree(user: OsccUser, queueId: string): boolean {
  return isLoggedOn(user, queueId) && user.routingState === 'AVAILABLE' && user.handlingState === 'IDLE';
}

/** What a user who is logged on to the queue does. */
export function stateOf(user: OsccUser, queueId: string): AgentState {
  return isFree(user, queueId) ? 'free' : (busyWith(user) ?? 'unknown');
}
