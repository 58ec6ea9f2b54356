import { randomUUID } from 'node:crypto';
import type { PluginHost, PluginLog } from '@marcador/plugin-api';
import { MemoryNumbers } from './memory-numbers.js';

/** One line of the log of an instance. */
export interface LogLine {
  readonly level: keyof PluginLog;
  readonly fields: object;
  readonly message: string;
}

/** What the host gives to an instance, and what the instance has logged. */
export function testHost(lent: Partial<PluginHost> = {}): { host: PluginHost; log: readonly LogLine[] } {
  const log: LogLine[] = [];
  const at = (level: keyof PluginLog) => (fields: object, message: string) =>
    void log.push({ level, fields, message });
  return {
    log,
    host: {
      instanceId: randomUUID(),
      log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
      numbers: new MemoryNumbers(),
      ...lent,
    },
  };
}
