/** An analyser for media workers that does to its thread what a plugin may do. */
export function createAnalyser({ does }, log) {
  if (does === 'refuse') throw new Error('no such detector');
  const act = {
    block() {
      for (;;);
    },
    exit: () => process.exit(3),
    crash: () => setImmediate(() => JSON.parse('{')),
    hoard() {
      const hoard = [];
      for (;;) hoard.push(new Array(10_000).fill(hoard.length));
    },
    throw() {
      throw new Error('broken');
    },
    log: () => log.info({ heard: true }, 'Heard.'),
    nothing: () => {},
  }[does];
  return {
    analyse() {
      let frames = 0;
      return {
        push() {
          frames += 1;
          act();
        },
        finish: () => ({ frames }),
      };
    },
  };
}
