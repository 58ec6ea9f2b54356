import { message, sentence } from '@marcador/messages/message.js';
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
      return { healthy: true, ...sentence(message('numbers-on-list', { count: await numbers.count() })) };
    },
  }),
});
