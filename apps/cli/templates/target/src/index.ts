import { defineDialTarget, secret, type QueueObserver } from '@marcador/plugin-api';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const RECONNECT_MS = 500;

const queuesSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const agentsSchema = z.array(z.object({ id: z.string(), state: z.string() }));

/** A contact center that tells who is logged on to a queue in a line of JSON, and again whenever that changes. */
export default defineDialTarget({
  id: '__name__',
  displayName: '__title__',
  config: z.object({
    baseUrl: z.url().meta({ title: 'Address' }),
    apiKey: secret().meta({ title: 'API key' }),
  }),
  create({ baseUrl, apiKey }) {
    const closing = new AbortController();

    const get = async (path: string, signal: AbortSignal) => {
      const response = await fetch(`${baseUrl}/${path}`, {
        headers: { 'x-api-key': apiKey },
        redirect: 'error',
        signal,
      });
      if (response.status === 200) return response;
      await response.body?.cancel();
      throw new Error(`The contact center answered with status ${response.status} instead of 200.`);
    };

    const follow = async (queueId: string, observer: QueueObserver, signal: AbortSignal) => {
      const { body } = await get(`queues/${encodeURIComponent(queueId)}/agents`, signal);
      const decoder = new TextDecoder();
      let text = '';
      for await (const bytes of body ?? []) {
        const lines = (text + decoder.decode(bytes, { stream: true })).split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) {
          const agents = agentsSchema.parse(JSON.parse(line));
          if (signal.aborted) return;
          const free = agents.filter(({ state }) => state === 'free').map(({ id }) => id);
          observer.update({ free, loggedOn: agents.length });
        }
      }
      throw new Error('The contact center has ended the connection.');
    };

    const watch = async (queueId: string, observer: QueueObserver, signal: AbortSignal) => {
      while (!signal.aborted) {
        await follow(queueId, observer, signal).catch((error: unknown) => {
          if (!signal.aborted) observer.unreachable(error as Error);
        });
        await delay(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
      }
    };

    const queues = async (signal: AbortSignal) => {
      const response = await get('queues', signal);
      return queuesSchema.parse(await response.json());
    };

    return {
      queues,
      watch: (queueId, observer, signal) =>
        void watch(queueId, observer, AbortSignal.any([signal, closing.signal])),
      async health(signal) {
        const { length } = await queues(signal);
        return { healthy: true, message: `Queues: ${length}.` };
      },
      close() {
        closing.abort();
        return Promise.resolve();
      },
    };
  },
});
