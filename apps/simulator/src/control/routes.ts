import { z } from 'zod';
import { MESSAGE_FAULTS } from '../carrier/message-faults.js';
import { DNC_FAULTS } from '../dnc/do-not-call-service.js';
import { ApiError } from '../http/api-error.js';
import type { World } from './world.js';

interface Route<B extends z.ZodType = z.ZodType> {
  readonly body: B;
  perform(world: World, given: z.output<B>): void | Promise<void>;
}

function route<B extends z.ZodType>(body: B, perform: Route<B>['perform']): Route {
  return { body, perform };
}

const count = z.int().min(0).default(1);
const down = z.strictObject({ kind: z.enum(['closed', '503']).default('closed'), forMs: z.number().min(0) });
const events = z.strictObject({ kind: z.enum(['lost', 'duplicated', 'reordered']), count });

/** What can be ordered by POST, by path. Times are real ms. */
export const routes: Readonly<Record<string, Route>> = {
  'faults/oscc/expire-sessions': route(z.strictObject({}), ({ applications }) =>
    applications.expireSessions(),
  ),
  'faults/oscc/duplicate-logon': route(z.strictObject({ count }), ({ applications }, given) => {
    applications.duplicateLogons = given.count;
  }),
  'faults/oscc/events': route(events, ({ applications }, given) =>
    applications.faults.arm(given.kind, given.count),
  ),
  'faults/oscc/down': route(down, ({ applications, servers }, given) => {
    applications.forget();
    servers.oscc.fail(given.kind, given.forMs);
  }),
  'faults/oscc/inbound-before-transfer': route(
    z.strictObject({ queueId: z.string(), count }),
    ({ contactCenter }, given) => contactCenter.snatch(given.queueId, given.count),
  ),
  'faults/voice-portal/events': route(events, ({ voicePortal }, given) =>
    voicePortal.faults.arm(given.kind, given.count),
  ),
  'faults/voice-portal/down': route(down, ({ voicePortal, servers }, given) => {
    voicePortal.forget();
    servers.voicePortal.fail(given.kind, given.forMs);
  }),
  'faults/dnc': route(
    z.strictObject({ kind: z.enum(DNC_FAULTS), count, delayMs: z.number().min(0).default(0) }),
    ({ doNotCall }, given) => doNotCall.failNext(given.kind, given.count, given.delayMs),
  ),
  'faults/dnc/down': route(down, ({ servers }, given) => servers.dnc.fail(given.kind, given.forMs)),
  'faults/sip/forget-registrations': route(z.strictObject({}), ({ registrar }) => registrar.forget()),
  'faults/message': route(
    z.strictObject({
      number: z.string(),
      kind: z.enum(MESSAGE_FAULTS),
      afterMs: z.number().min(0),
      forMs: z.number().min(0).default(0),
    }),
    ({ messageFaults }, { number, ...fault }) => messageFaults.order(number, fault),
  ),
  'dnc/numbers': route(
    z.strictObject({ add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) }),
    ({ doNotCall }, given) => doNotCall.change(given.add, given.remove),
  ),
  agents: route(
    z.strictObject({
      agentId: z.string(),
      state: z.enum(['logged-off', 'break', 'idle', 'unheard-of']).optional(),
      queues: z.array(z.string()).optional(),
    }),
    ({ contactCenter }, { agentId, state, queues }) => {
      const change = {
        ...(state === undefined ? {} : { state }),
        ...(queues === undefined ? {} : { queues }),
      };
      if (!contactCenter.assign(agentId, change)) throw engaged(`Agent ${agentId} is unknown or has a call.`);
    },
  ),
  'agents/inbound': route(z.strictObject({ agentId: z.string() }), ({ contactCenter }, { agentId }) => {
    if (!contactCenter.takeInbound(agentId)) throw engaged(`Agent ${agentId} is not free.`);
  }),
  channels: route(
    z.strictObject({ channelId: z.string(), state: z.enum(['idle', 'out-of-service', 'unheard-of']) }),
    ({ voicePortal }, { channelId, state }) => {
      if (!voicePortal.assign(channelId, state))
        throw engaged(`Channel ${channelId} is unknown or has a call.`);
    },
  ),
};

function engaged(message: string): ApiError {
  return new ApiError(409, 'CONFLICT', message);
}
