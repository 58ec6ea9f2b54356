import { defineAmdDetector } from '@marcador/plugin-api';
import { CadenceAnalysis } from './cadence-analysis.js';
import { configSchema } from './config.js';
import { listeningOf } from './listening.js';

export default defineAmdDetector({
  id: 'amd-cadence',
  displayName: 'Cadence',
  description: 'Tells people from machines by tones, by silence, and by the pattern of speech and pauses.',
  module: import.meta.url,
  config: configSchema,
  create: (config) => {
    const listening = listeningOf(config);
    return {
      limitMs: listening.profile.limitMs,
      analyse: ({ explain } = { explain: false }) => new CadenceAnalysis(listening, explain),
    };
  },
});
