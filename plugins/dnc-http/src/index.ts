import { message, sentence } from '@marcador/messages/message.js';
import { defineDncProvider } from '@marcador/plugin-api';
import { configSchema } from './config.js';
import { DncHttpClient } from './dnc-http-client.js';

/** Of the block that the North American numbering plan keeps for fiction: nobody's number. */
const NOBODYS_NUMBER = '12025550100';

export default defineDncProvider({
  id: 'dnc-http',
  displayName: 'Web service',
  description: 'A do-not-call web service that is asked over TLS about each number.',
  config: configSchema,
  create(config) {
    const client = new DncHttpClient(config);
    return {
      check: async (number, context) => ({ listed: await client.isListed(number, context) }),
      async health(signal) {
        await client.ask({ number: NOBODYS_NUMBER }, signal);
        return { healthy: true, ...sentence(message('service-answers', { host: client.host })) };
      },
      close: () => client.close(),
    };
  },
});
