import { defineAmdDetector } from '@marcador/plugin-api';
import { z } from 'zod';

/** A detector as a plugin brings one: so many frames make a machine. */
export default defineAmdDetector({
  id: 'counting',
  displayName: 'Counting',
  module: import.meta.url,
  config: z.object({ frames: z.int().default(5), throws: z.boolean().default(false) }),
  create: ({ frames, throws }, host) => ({
    limitMs: 20_000,
    analyse() {
      if (throws) throw new Error('broken');
      let heard = 0;
      const verdict = (answeredBy) => ({
        answeredBy,
        reason: 'tone',
        confidence: 1,
        atMs: heard * 20,
        measurements: {},
      });
      return {
        push() {
          heard += 1;
          if (heard < frames) return undefined;
          host.log.info({ heard }, 'Decided.');
          return verdict('MACHINE');
        },
        finish: () => verdict('HUMAN'),
      };
    },
  }),
});
