/** An analyser for media workers: hears a tone of 440 Hz for so many frames, and gives up at the end. */
export function createAnalyser({ frames }) {
  return {
    analyse() {
      let heard = 0;
      return {
        push: (samples) => (holdsTone(samples) && ++heard >= frames ? 'tone' : undefined),
        finish: () => 'no tone',
      };
    },
  };
}

/** Whether a frame holds the tone rather than silence, noise or another pitch: its energy is at 440 Hz. */
function holdsTone(frame) {
  let inPhase = 0;
  let quadrature = 0;
  let energy = 0;
  frame.forEach((sample, i) => {
    const angle = (2 * Math.PI * 440 * i) / 8000;
    inPhase += sample * Math.cos(angle);
    quadrature += sample * Math.sin(angle);
    energy += sample * sample;
  });
  const atPitch = (2 * (inPhase ** 2 + quadrature ** 2)) / frame.length;
  return energy / frame.length > 1_000_000 && atPitch > 0.8 * energy;
}
