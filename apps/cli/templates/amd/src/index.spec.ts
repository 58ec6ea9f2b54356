import { describe, it } from 'node:test';
import { describeAmdDetector } from '@marcador/plugin-testkit';
import plugin from './index.js';

describeAmdDetector('__title__', { plugin, refused: [{ limitMs: 0 }] }, { describe, it });
