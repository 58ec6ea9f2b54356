import { defineDncProvider } from '@marcador/plugin-api';
import { configSchema } from './config.js';
import { Registry } from './registry.js';

/** Of the block that the North American numbering plan keeps for fiction. */
const NOBODYS_NUMBER = '12025550100';

export default defineDncProvider({
  id: 'example-registry-http',
  displayName: 'Example: registry over HTTP',
  description: 'A registry that takes batches, with an API key or OAuth 2.0 client credentials.',
  config: configSchema,
  create(config) {
    const registry = new Registry(config);
    return {
      largestBatch: config.largestBatch,
      async check(number, { signal }) {
        return { listed: (await registry.listed([number], signal)).has(number) };
      },
      async checkMany(requests, { signal }) {
        const numbers = requests.map(({ number }) => number);
        const listed = await registry.listed(numbers, signal);
        return numbers.map((number) => ({ listed: listed.has(number) }));
      },
      async health(signal) {
        await registry.listed([NOBODYS_NUMBER], signal);
        return { healthy: true, message: `${new URL(config.baseUrl).host} answers.` };
      },
    };
  },
});
