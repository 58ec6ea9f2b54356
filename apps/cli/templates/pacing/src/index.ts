import { definePacingStrategy } from '@marcador/plugin-api';
import { z } from 'zod';

/** Begins calls for a share of the agents whom no call has been promised. */
export default definePacingStrategy({
  id: '__name__',
  displayName: '__title__',
  config: z.object({
    percent: z.int().min(1).max(100).default(100).meta({ title: 'Share of the free agents (%)' }),
  }),
  create: ({ percent }) => ({
    callsToBegin: ({ unpromisedAgents, idlePorts }) =>
      Math.min(Math.ceil((unpromisedAgents * percent) / 100), idlePorts),
  }),
});
