import { LANGUAGES, message, MESSAGE_CODES, MessageError, textOf } from './message.js';

/** Each name in the sentence of a language, filled with itself. */
const namesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const unfilled = new Proxy({}, { get: (_, name) => `{{${String(name)}}}` });

describe('the messages of the service', () => {
  it.each(LANGUAGES)('need the same values in %s as in English', (language) => {
    const different = MESSAGE_CODES.filter((code) => {
      const [english, other] = [
        textOf({ code, params: unfilled }),
        textOf({ code, params: unfilled }, language),
      ];
      return String(namesIn(english)) !== String(namesIn(other));
    });
    expect(different).toEqual([]);
  });

  it.each(['pt', 'es'] as const)('are all translated into %s', (language) => {
    const same = MESSAGE_CODES.filter(
      (code) => textOf({ code, params: {} }) === textOf({ code, params: {} }, language),
    );
    expect(same).toEqual([]);
  });

  it('say their values', () => {
    expect(textOf(message('number-in-line', { line: 7 }), 'pt')).toBe('O número já está na linha 7.');
  });

  it('say a value as it is, whatever stands in it', () => {
    const name = '$& {{name}} \\1';
    expect(textOf(message('instance-built-in', { name }))).toContain(name);
  });

  it('are errors with the English sentence', () => {
    const error = new MessageError(message('not-queues'));
    expect(error.message).toBe(textOf(error.said));
  });
});
