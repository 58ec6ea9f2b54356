import type { AmdDetector, AmdOptions, AmdVerdict } from '@marcador/plugin-api';
import { must, shown, type Rule } from '../rule.js';
import { assertExplanation } from './explanation.js';
import { heard, limitOf } from './listening.js';
import { SOUNDS } from './sounds.js';

type InLab = (act: (detector: AmdDetector) => void) => () => Promise<void>;

/** The rules for what a detector says of why it decided so. One that explains nothing keeps them. */
export function explanationRules(inLab: InLab): Rule[] {
  return [
    {
      id: 'unasked',
      name: 'explains nothing unless it is asked to',
      run: inLab((detector) => {
        for (const options of [undefined, { explain: false }])
          for (const name of Object.keys(SOUNDS)) {
            const { explanation } = said(detector, name, options);
            must(explanation === undefined, `Nobody asked for ${shown(explanation)} (${name}).`);
          }
      }),
    },
    {
      id: 'explanation',
      name: 'explains with a whole explanation that is small enough to be kept',
      run: inLab((detector) => {
        for (const name of Object.keys(SOUNDS)) {
          const { explanation } = said(detector, name, { explain: true });
          if (explanation !== undefined) assertExplanation(explanation, limitOf(detector), name);
        }
      }),
    },
    {
      id: 'same-verdict',
      name: 'decides the same whether it has to explain or not',
      run: inLab((detector) => {
        for (const name of Object.keys(SOUNDS)) {
          const [silent, explained] = [false, true].map(
            (explain) => said(detector, name, { explain }).answeredBy,
          );
          must(
            silent === explained,
            `It says ${shown(silent)}, and ${shown(explained)} where it has to explain (${name}).`,
          );
        }
      }),
    },
  ];
}

function said(detector: AmdDetector, name: string, options: AmdOptions | undefined): Partial<AmdVerdict> {
  const samples = SOUNDS[name]?.(limitOf(detector)) ?? new Int16Array();
  // What is no verdict is another rule's.
  const verdict: unknown = heard(detector.analyse(options), samples);
  return typeof verdict === 'object' && verdict !== null ? verdict : {};
}
