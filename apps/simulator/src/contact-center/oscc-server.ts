import type { z } from 'zod';
import { answering, ApiError } from '../http/api-error.js';
import type { Handler, JsonAnswer, JsonRequest } from '../http/json-server.js';
import type { ContactCenter } from './contact-center.js';
import { sessionExpired, type OsccApplications, type OsccAccess } from './oscc-applications.js';
import { commands } from './oscc-codec.js';

/** Answers the commands of docs/contracts/oscc.md. */
export function osccHandler(
  center: ContactCenter,
  applications: OsccApplications,
  access: OsccAccess,
): Handler {
  const perform: {
    [C in keyof typeof commands]: (given: z.output<(typeof commands)[C]>, signal: AbortSignal) => unknown;
  } = {
    RegisterApplication: ({ applicationName }) => ({ applicationId: applications.register(applicationName) }),
    Logon: (given) => {
      const session = applications.logon(given.applicationId, given);
      return { sessionId: session.id, keepAliveSeconds: access.keepAliveSeconds };
    },
    KeepAlive: ({ applicationId, sessionId }) => {
      applications.session(applicationId, sessionId).keepAlive();
      return {};
    },
    GetQueues: ({ applicationId, sessionId }) => {
      applications.session(applicationId, sessionId);
      return {
        queues: center.queues.map(({ id, name, pilotNumber }) => ({ queueId: id, name, pilotNumber })),
      };
    },
    MonitorUsers: ({ applicationId, sessionId, queueId }) => {
      const session = applications.session(applicationId, sessionId);
      if (!center.queues.some((queue) => queue.id === queueId)) {
        throw new ApiError(404, 'UNKNOWN_QUEUE', 'No such queue.');
      }
      return { queueId, ...session.monitor(queueId) };
    },
    GetEvents: async ({ applicationId, sessionId, afterSeq, timeoutMs }, signal) => {
      const session = applications.session(applicationId, sessionId);
      const page = await session.events.read(afterSeq, timeoutMs, signal);
      if (page === undefined) throw sessionExpired();
      return page;
    },
    UnregisterApplication: ({ applicationId }) => {
      applications.unregister(applicationId);
      return {};
    },
  };

  const run = async <C extends keyof typeof commands>(
    command: C,
    request: JsonRequest,
  ): Promise<JsonAnswer> => {
    const given = commands[command].safeParse(request.body);
    if (!given.success) throw new ApiError(400, 'BAD_REQUEST', 'The body is not JSON or lacks a field.');
    const data = given.data as z.output<(typeof commands)[C]>;
    return { status: 200, body: await perform[command](data, request.signal) };
  };

  return (request) =>
    answering(() => {
      const command = request.path.length === 1 ? request.path[0] : undefined;
      if (request.method !== 'POST' || command === undefined || !isCommand(command)) {
        throw new ApiError(404, 'UNKNOWN_COMMAND', 'No such command.');
      }
      return run(command, request);
    });
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}
