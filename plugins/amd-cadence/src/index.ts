import { defineAmdDetector } from '@marcador/plugin-api';
import { CadenceAnalysis } from './cadence-analysis.js';
import { configSchema } from './config.js';

export default defineAmdDetector({
  id: 'amd-cadence',
  displayName: 'Cadence',
  description: 'Tells people from machines by how long they are silent, how long they talk, and by tones.',
  module: import.meta.url,
  config: configSchema,
  create: (times) => ({ limitMs: times.limitMs, analyse: () => new CadenceAnalysis(times) }),
});
