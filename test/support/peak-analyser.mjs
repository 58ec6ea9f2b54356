/** An analyser for media workers: the loudest sample of so many frames. */
export function createAnalyser({ frames }) {
  return {
    analyse() {
      let heard = 0;
      let peak = 0;
      return {
        push(samples) {
          for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
          return ++heard === frames ? peak : undefined;
        },
        finish: () => peak,
      };
    },
  };
}
