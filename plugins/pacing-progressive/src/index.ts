import { definePacingStrategy } from '@marcador/plugin-api';
import { z } from 'zod';

export default definePacingStrategy({
  id: 'pacing-progressive',
  displayName: 'Progressive',
  description: 'One call for each free agent whom no other call has been promised.',
  config: z.object({}),
  create: () => ({
    callsToBegin: ({ unpromisedAgents, idlePorts }) => Math.min(unpromisedAgents, idlePorts),
  }),
});
