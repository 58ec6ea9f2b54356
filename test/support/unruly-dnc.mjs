import { defineDncProvider } from '@marcador/plugin-api';
import { deeds, unruly } from './unruly-deeds.mjs';

/** Lists numbers that end with 1, and runs wild about those that end with 9. */
export default defineDncProvider({
  ...unruly,
  id: 'unruly-dnc',
  displayName: 'Unruly registry',
  module: import.meta.url,
  create({ does }) {
    if (does === 'fail to start') throw new Error('The licence has run out.');
    return {
      async check(number) {
        if (!number.endsWith('9')) return { listed: number.endsWith('1') };
        const answer = await deeds[does]();
        return answer ?? new Promise(() => {});
      },
    };
  },
});
