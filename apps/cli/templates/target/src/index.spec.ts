import { describe, it } from 'node:test';
import { describeDialTarget } from '@marcador/plugin-testkit';
import plugin from './index.js';
import outside from './outside.js';

describeDialTarget('__title__', { plugin, outside }, { describe, it });
