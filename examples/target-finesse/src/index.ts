import { defineDialTarget } from '@marcador/plugin-api';
import { configSchema } from './config.js';
import { Finesse } from './finesse.js';
import { watchTeam } from './team-watch.js';

export default defineDialTarget({
  id: 'example-finesse',
  displayName: 'Example: Cisco Finesse',
  description: 'Teams of Cisco Finesse: each ready agent takes over one answered call.',
  config: configSchema,
  create(config) {
    const finesse = new Finesse(config);
    const closing = new AbortController();
    return {
      queues: (signal) => finesse.teams(signal),
      watch(teamId, observer, signal) {
        void watchTeam(finesse, config, teamId, observer, AbortSignal.any([signal, closing.signal]));
      },
      agents: (teamId, signal) => finesse.agents(teamId, signal),
      async health(signal) {
        const teams = await finesse.teams(signal);
        return {
          healthy: teams.length > 0,
          message: `User ${config.user} supervises ${teams.length} teams.`,
        };
      },
      close() {
        closing.abort();
        return Promise.resolve();
      },
    };
  },
});
