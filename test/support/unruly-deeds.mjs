import { z } from 'zod';

/** What a plugin may do to its thread. */
export const deeds = {
  nothing: () => undefined,
  block() {
    for (;;);
  },
  exit: () => process.exit(3),
  crash: () => void setImmediate(() => JSON.parse('{')),
  reject: () => void Promise.reject(new Error('nobody waits for this')),
  hang: () => new Promise(() => {}),
  hoard() {
    const hoard = [];
    for (;;) hoard.push(new Array(10_000).fill(hoard.length));
  },
  'hoard buffers'() {
    const hoard = [];
    // The machine gives no memory to pages that nobody writes to.
    setInterval(() => hoard.length < 20 && hoard.push(Buffer.alloc(64 * 2 ** 20)), 5);
  },
  throw() {
    throw new Error('broken');
  },
  'answer with a wrong type': () => ({ listed: 'no' }),
};

/** What the unruly plugins have in common. */
export const unruly = {
  isolated: true,
  config: z.object({ does: z.string().default('nothing') }),
};
