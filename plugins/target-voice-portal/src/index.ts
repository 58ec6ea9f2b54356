import { defineDialTarget } from '@marcador/plugin-api';
import { configSchema } from './config.js';
import { VoicePortalTarget } from './voice-portal-target.js';

export default defineDialTarget({
  id: 'target-voice-portal',
  displayName: 'CMS Voice Portal',
  description: 'Services of an IVR: each free channel takes over one answered call.',
  config: configSchema,
  create: (config) => new VoicePortalTarget(config),
});
