import { join } from 'node:path';

/** Where the service keeps its log. */
export function logFolder(dataDir: string): string {
  return join(dataDir, 'logs');
}
