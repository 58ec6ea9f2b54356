import { defineDialTarget } from '@marcador/plugin-api';
import { configSchema } from './config.js';
import { OsccTarget } from './oscc-target.js';

export default defineDialTarget({
  id: 'target-oscc',
  displayName: 'OpenScape Contact Center',
  description: 'Queues of a contact center: each free agent takes over one answered call.',
  config: configSchema,
  create: (config, host) => new OsccTarget(config, host),
});
