import { describe, it } from 'node:test';
import { describeDncProvider, dncWebService } from '@marcador/plugin-testkit';
import plugin from './index.js';

describeDncProvider(
  '__title__',
  {
    plugin,
    outside: dncWebService({
      config: (origin) => ({ baseUrl: origin, apiKey: 'k3y' }),
      answer: ({ url }, isListed) => ({ listed: isListed(url.slice('/numbers/'.length)) }),
    }),
  },
  { describe, it },
);
