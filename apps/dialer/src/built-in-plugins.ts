import type { ExtensionPlugin } from '@marcador/plugin-api';
import amdCadence from '@marcador/amd-cadence';
import dncEmbedded from '@marcador/dnc-embedded';
import dncHttp from '@marcador/dnc-http';
import pacingProgressive from '@marcador/pacing-progressive';
import targetOscc from '@marcador/target-oscc';
import targetVoicePortal from '@marcador/target-voice-portal';

/** The plugins that come with the product. No other file imports a plugin. */
export const BUILT_IN_PLUGINS: readonly ExtensionPlugin[] = [
  amdCadence,
  dncEmbedded,
  dncHttp,
  pacingProgressive,
  targetOscc,
  targetVoicePortal,
];
