import { defineDncProvider } from '@marcador/plugin-api';
import { z } from 'zod';

export default defineDncProvider({
  id: 'dnc-embedded',
  displayName: 'Embedded Service',
  description: 'The do-not-call list that administrators upload to this installation.',
  config: z.object({}),
  keepsNumbers: true,
  create: (_config, { numbers }) => ({
    check: async (number) => ({ listed: await numbers.has(number) }),
    async health() {
      const count = await numbers.count();
      return { healthy: true, message: `The list holds ${count} ${count === 1 ? 'number' : 'numbers'}.` };
    },
  }),
});
