import { isAbsolute } from 'node:path';
import { defineDncProvider } from '@marcador/plugin-api';
import { z } from 'zod';
import { FollowedFile } from './followed-file.js';

/** E.164 of the North American numbering plan; the rest of the world is none of the registry's business. */
const NORTH_AMERICAN = /^1(\d{10})$/;

export default defineDncProvider({
  id: 'example-us-file',
  displayName: 'Example: file of the US registry',
  description: 'A local file with area code and number on each line, followed when it is replaced.',
  // Reading a large file must not hold up the calls.
  isolated: true,
  module: import.meta.url,
  config: z.object({
    path: z
      .string()
      .refine(isAbsolute, 'The path has to begin at the root.')
      .meta({ title: 'File', description: 'On the machine of the service: /var/lib/dnc/us.txt.' }),
  }),
  create({ path }) {
    const file = new FollowedFile(path);
    return {
      async check(number, { signal }) {
        const list = await file.list(signal);
        const [, national] = NORTH_AMERICAN.exec(number) ?? [];
        // 16 CFR 310.8: who has not subscribed to an area code may not call it, so it counts as listed.
        return { listed: national !== undefined && (list.has(national) ?? true) };
      },
      listDate: (signal) => file.day(signal),
      async health(signal) {
        const { numbers } = await file.list(signal);
        return { healthy: true, message: `The file ${path} holds ${numbers} numbers.` };
      },
    };
  },
});
