import { defineDncProvider, secret } from '@marcador/plugin-api';
import { z } from 'zod';

/** Of the block that the North American numbering plan keeps for fiction. */
const NOBODYS_NUMBER = '12025550100';

const answerSchema = z.object({ listed: z.boolean() });

export default defineDncProvider({
  id: '__name__',
  displayName: '__title__',
  config: z.object({
    baseUrl: z.url().meta({ title: 'Address' }),
    apiKey: secret().meta({ title: 'API key' }),
    timeoutMs: z.int().min(50).max(5000).default(2000).meta({ title: 'Time-out (ms)' }),
  }),
  create({ baseUrl, apiKey, timeoutMs }) {
    const isListed = async (number: string, signal: AbortSignal) => {
      const response = await fetch(`${baseUrl}/numbers/${number}`, {
        headers: { 'x-api-key': apiKey },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const answer = answerSchema.safeParse(await response.json());
      // Whatever is not a clear answer has to reject: a number that nobody knows about is not dialled.
      if (response.status !== 200 || !answer.success) throw new Error('The registry gave no answer.');
      return answer.data.listed;
    };
    return {
      check: async (number, { signal }) => ({ listed: await isListed(number, signal) }),
      async health(signal) {
        await isListed(NOBODYS_NUMBER, signal);
        return { healthy: true, message: 'The registry answers.' };
      },
    };
  },
});
