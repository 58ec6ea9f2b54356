import type { Script } from '../audio/script.js';
import { spread } from '../tempo.js';
import type { Behaviour } from './behaviour.js';

type Language = 'pt' | 'es' | 'en';

const SPANISH = /^(34|5[0-46-9])/;

/** The language of the country that the number is in, of those we have recordings for. */
function languageOf(number: string): Language {
  if (number.startsWith('55')) return 'pt';
  return SPANISH.test(number) ? 'es' : 'en';
}

/** What is said at that number after the answer. It takes a person a moment to lift the receiver to the mouth. */
export function speechOf(number: string, behaviour: Behaviour): Script {
  switch (behaviour.kind) {
    case 'person': {
      const language = languageOf(number);
      const reaction = spread({ min: 200, max: 700 }, number);
      const hello = `hello-${language}` as const;
      if (behaviour.manner === 'terse') return [reaction, hello];
      return [reaction, hello, 2000, `talk-${language}`, 3000, hello, 3000, hello];
    }
    case 'machine':
      return behaviour.greeting === 'none' ? [] : [400, behaviour.greeting];
    case 'rejection':
    case 'no-answer':
      return [];
  }
}
