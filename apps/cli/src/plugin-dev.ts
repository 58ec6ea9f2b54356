import { watch } from 'chokidar';
import { once } from 'node:events';
import { relative } from 'node:path';
import { asDevelopmentVersion } from './development-version.js';
import { packFolder } from './packed-folder.js';

/** A build writes its files one after another. */
const QUIET_MS = 300;
const NOT_PACKED = /(^|[\\/])(node_modules|\.[^\\/]+)([\\/]|$)/;

/**
 * Installs the plugin that lies in a folder, and again whenever it is another one than before, until the process ends.
 * @param install uploads a packed plugin. @returns what to tell
 * @param tell hears what happened, also why a version was not taken up
 */
export async function developPlugin(
  folder: string,
  install: (packed: Uint8Array) => Promise<string>,
  tell: (text: string) => void,
): Promise<void> {
  let former: Uint8Array = Buffer.of();
  const update = async (): Promise<void> => {
    try {
      const packed = await packFolder(folder);
      if (Buffer.compare(packed, former) === 0) return;
      tell(await install(await asDevelopmentVersion(packed, Date.now())));
      former = packed;
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let updated = Promise.resolve();
  const ignored = (path: string) => NOT_PACKED.test(relative(folder, path));
  const watcher = watch(folder, { ignored, ignoreInitial: true }).on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      updated = updated.then(update);
    }, QUIET_MS);
  });
  // What changes from now on is noticed.
  await once(watcher, 'ready');
  updated = updated.then(update);
  await updated;
  tell(`Waiting for changes in ${folder}: Ctrl-C ends it.`);
}
