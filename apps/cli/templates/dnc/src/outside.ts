import { dncWebService } from '@marcador/plugin-testkit';

/** A fake of the registry. */
export default dncWebService({
  config: (origin) => ({ baseUrl: origin, apiKey: 'k3y' }),
  answer: ({ url }, isListed) => ({ listed: isListed(url.slice('/numbers/'.length)) }),
});
