/** An analyser for media workers: a machine at the first loud frame, and its greeting has ended at the first quiet one after it. */
export function createAnalyser() {
  return {
    analyse() {
      let talking = true;
      return {
        push: (samples) => (isLoud(samples) ? 'machine' : undefined),
        finish: () => 'nobody',
        pushGreeting(samples) {
          const wasTalking = talking;
          talking = isLoud(samples);
          return wasTalking && !talking ? 'ended' : undefined;
        },
      };
    },
  };
}

function isLoud(samples) {
  return samples.some((sample) => Math.abs(sample) > 1000);
}
