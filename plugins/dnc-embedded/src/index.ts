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
    listDate: () => numbers.listDate(),
    async health() {
      const [count, day] = await Promise.all([numbers.count(), numbers.listDate()]);
      if (day !== undefined)
        return { healthy: true, ...sentence(message('numbers-on-list', { count, day })) };
      const said = count === 0 ? message('nothing-on-list') : message('undated-numbers', { count });
      return { healthy: true, ...sentence(said) };
    },
  }),
});
