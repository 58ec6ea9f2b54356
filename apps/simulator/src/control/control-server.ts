import { writeWav } from '@marcador/telephony/wav/write-wav.js';
import type { EventLog } from '../event-log.js';
import { answering, ApiError } from '../http/api-error.js';
import {
  MALFORMED,
  type Handler,
  type JsonAnswer,
  type JsonRequest,
  type RawAnswer,
} from '../http/json-server.js';
import { BEHAVIOURS } from '../people/behaviour.js';
import { routes } from './routes.js';
import { stateOf, type World } from './world.js';

const LONGEST_PAGE = 10_000;

/** The simulator's own interface: its log, its state, and the faults that tests order. */
export function controlHandler(world: World): Handler {
  return (request) =>
    answering(async (): Promise<JsonAnswer | RawAnswer> => {
      const path = request.path.join('/');
      if (request.method === 'GET' && path === 'log') return logPage(world.log, request.query);
      if (request.method === 'GET' && path === 'state') return ok(stateOf(world));
      if (request.method === 'GET' && path === 'people') return ok({ people: BEHAVIOURS });
      if (request.method === 'GET' && request.path[0] === 'messages')
        return recording(world, request.path.slice(1).join('/'));
      const route = request.method === 'POST' ? routes[path] : undefined;
      if (route === undefined)
        throw new ApiError(404, 'NOT_FOUND', `There is no ${request.method} /${path}.`);
      await order(world, path, route, request);
      return ok({});
    });
}

async function order(
  world: World,
  path: string,
  route: (typeof routes)[string],
  request: JsonRequest,
): Promise<void> {
  const setting = request.body === MALFORMED ? undefined : (request.body ?? {});
  const given = route.body.safeParse(setting);
  if (!given.success) {
    const [issue] = given.error.issues;
    throw new ApiError(
      400,
      'BAD_REQUEST',
      `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is wrong'}.`,
    );
  }
  world.log.append({ type: 'fault', fault: path, setting: given.data });
  await route.perform(world, given.data);
}

function logPage(log: EventLog, query: URLSearchParams): JsonAnswer {
  const after = Number(query.get('after') ?? 0);
  if (!Number.isInteger(after) || after < 0)
    throw new ApiError(400, 'BAD_REQUEST', 'after must be a sequence number.');
  const events = log.after(after);
  if (events === undefined) {
    throw new ApiError(410, 'GONE', 'Events that old are only in the log file: start with --log-file.');
  }
  return ok({ events: events.slice(0, LONGEST_PAGE), lastSeq: log.lastSeq });
}

function recording({ mailboxes }: World, callId: string): RawAnswer {
  const samples = mailboxes.messageOf(callId);
  if (samples === undefined) throw new ApiError(404, 'NOT_FOUND', `No message of call ${callId} is kept.`);
  return (response) => response.writeHead(200, { 'content-type': 'audio/wav' }).end(writeWav(samples));
}

function ok(body: unknown): JsonAnswer {
  return { status: 200, body };
}
