import { describe, it } from 'node:test';
import { describeDncProvider } from '@marcador/plugin-testkit';
import plugin from './index.js';
import outside from './outside.js';

describeDncProvider('__title__', { plugin, outside }, { describe, it });
