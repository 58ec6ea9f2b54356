import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { EventLog } from './event-log.js';

/**
 * Appends every event of the log to a file as a line of JSON.
 * @returns writes what is pending and closes the file
 * @throws Error when the file cannot be opened
 */
export async function writeLogFile(log: EventLog, path: string): Promise<() => Promise<void>> {
  const file = createWriteStream(path, { flags: 'a' });
  await once(file, 'open');
  const stop = log.subscribe((event) => file.write(`${JSON.stringify(event)}\n`));
  return async () => {
    stop();
    file.end();
    await finished(file);
  };
}
