import { definePacingStrategy } from '@marcador/plugin-api';
import { deeds, unruly } from './unruly-deeds.mjs';

export default definePacingStrategy({
  ...unruly,
  id: 'unruly-pacing',
  displayName: 'Unruly pacing',
  module: import.meta.url,
  create: ({ does }) => ({
    callsToBegin({ unpromisedAgents }) {
      deeds[does]();
      return unpromisedAgents;
    },
  }),
});
