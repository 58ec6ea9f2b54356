import { defineDialTarget } from '@marcador/plugin-api';
import { deeds, unruly } from './unruly-deeds.mjs';

/** Floods whoever watches, ends with a free agent, and runs wild then. */
export default defineDialTarget({
  ...unruly,
  id: 'unruly-target',
  displayName: 'Unruly target',
  module: import.meta.url,
  create: ({ does }) => ({
    queues: async () => [{ id: 'q', name: 'Q' }],
    watch(queueId, observer) {
      for (let loggedOn = 0; loggedOn <= 100_000; loggedOn++) observer.update({ free: [], loggedOn });
      observer.update({ free: [queueId], loggedOn: 1 });
      setTimeout(deeds[does], 100);
    },
  }),
});
