import { describe, it } from 'node:test';
import { describePacingStrategy } from '@marcador/plugin-testkit';
import plugin from './index.js';

describePacingStrategy('__title__', { plugin, refused: [{ percent: 0 }] }, { describe, it });
