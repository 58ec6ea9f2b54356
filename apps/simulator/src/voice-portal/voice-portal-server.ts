import { z } from 'zod';
import { answering, ApiError } from '../http/api-error.js';
import type { Handler, JsonAnswer, JsonRequest } from '../http/json-server.js';
import { wireChannel } from './channel.js';
import type { VoicePortal } from './voice-portal.js';

const paging = z.object({
  afterSeq: z.string().regex(/^\d+$/).transform(Number).pipe(z.int()),
  timeoutMs: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().max(30_000)),
});

/** Answers the requests of docs/contracts/voice-portal.md. */
export function voicePortalHandler(portal: VoicePortal): Handler {
  const events = async (serviceId: string, request: JsonRequest): Promise<JsonAnswer | undefined> => {
    const given = paging.safeParse(Object.fromEntries(request.query));
    if (!given.success)
      throw new ApiError(400, 'BAD_REQUEST', 'afterSeq or timeoutMs is not a whole number in its range.');
    const { afterSeq, timeoutMs } = given.data;
    const page = await feedOf(portal, serviceId).read(afterSeq, timeoutMs, request.signal);
    if (request.signal.aborted) return undefined;
    // A feed that ended meanwhile was replaced: the new epoch says so.
    const answer = page ?? { events: [], lastSeq: feedOf(portal, serviceId).lastSeq };
    return { status: 200, body: { epoch: portal.epoch, ...answer } };
  };

  return (request) =>
    answering(() => {
      const [root, serviceId, what] = request.path;
      if (request.method !== 'GET' || root !== 'services' || request.path.length > 3) throw notFound();
      if (serviceId === undefined) return services(portal);
      if (what === 'channels') return channels(portal, serviceId);
      if (what === 'events') return events(serviceId, request);
      throw notFound();
    });
}

function services(portal: VoicePortal): JsonAnswer {
  const list = portal.services.map(({ id, name, pilotNumber }) => ({ serviceId: id, name, pilotNumber }));
  return { status: 200, body: { services: list } };
}

function channels(portal: VoicePortal, serviceId: string): JsonAnswer {
  const { lastSeq } = feedOf(portal, serviceId);
  const list = portal.list().filter((channel) => channel.services.includes(serviceId));
  return { status: 200, body: { epoch: portal.epoch, seq: lastSeq, channels: list.map(wireChannel) } };
}

function feedOf(portal: VoicePortal, serviceId: string) {
  const feed = portal.feed(serviceId);
  if (feed === undefined) throw new ApiError(404, 'UNKNOWN_SERVICE', 'No such service.');
  return feed;
}

function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'There is nothing here.');
}
