import amdCadence from '@marcador/amd-cadence';
import dncEmbedded from '@marcador/dnc-embedded';
import dncHttp from '@marcador/dnc-http';
import pacingProgressive from '@marcador/pacing-progressive';
import { packageJsonOf } from '@marcador/plugin-host/packages/host-packages.js';
import type { BuiltInPlugin } from '@marcador/plugin-host/packages/plugin-loader.js';
import targetOscc from '@marcador/target-oscc';
import targetVoicePortal from '@marcador/target-voice-portal';

const builtIn = (name: string, exported: unknown): BuiltInPlugin => ({
  packageJson: packageJsonOf(name, import.meta.url),
  exported,
});

/** The plugins that come with the product. No other file imports a plugin. */
export const BUILT_IN_PLUGINS: readonly BuiltInPlugin[] = [
  builtIn('@marcador/amd-cadence', amdCadence),
  builtIn('@marcador/dnc-embedded', dncEmbedded),
  builtIn('@marcador/dnc-http', dncHttp),
  builtIn('@marcador/pacing-progressive', pacingProgressive),
  builtIn('@marcador/target-oscc', targetOscc),
  builtIn('@marcador/target-voice-portal', targetVoicePortal),
];
