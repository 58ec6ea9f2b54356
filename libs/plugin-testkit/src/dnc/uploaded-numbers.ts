import { MemoryNumbers } from '../memory-numbers.js';
import type { DncOutside } from './dnc-subject.js';

const FAULT = 'the store cannot be asked';

/** The list that administrators upload, for a provider that `keepsNumbers`. */
export function uploadedNumbers({ config = {} }: { readonly config?: object } = {}): DncOutside {
  return {
    faults: [FAULT],
    start(listed) {
      const numbers = new FailingNumbers(listed);
      return {
        config,
        host: { numbers },
        fail: () => void (numbers.fails = true),
        mend: () => void (numbers.fails = false),
        stop: () => {},
      };
    },
  };
}

class FailingNumbers extends MemoryNumbers {
  fails = false;

  override has(number: string): Promise<boolean> {
    return this.fails ? this.refusal() : super.has(number);
  }

  override count(): Promise<number> {
    return this.fails ? this.refusal() : super.count();
  }

  private refusal(): Promise<never> {
    return Promise.reject(new Error('The database does not answer.'));
  }
}
