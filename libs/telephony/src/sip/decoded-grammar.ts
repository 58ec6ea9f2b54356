import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import * as generated from 'sip.js/lib/grammar/pegjs/dist/grammar.js';
import { URI } from 'sip.js/lib/grammar/uri.js';

interface ParseOptions {
  readonly startRule: string;
  data?: unknown;
}
type Parse = (input: string, options: ParseOptions) => unknown;

/** The table of bytecode inside the generated parser, which it decodes from strings at every call. */
const TABLE = /const peg\$bytecode = (\[[\s\S]*?\n {4}\]);/;

/**
 * Lets the grammar of sip.js decode its bytecode once a process instead of once a header field, which is four tenths of
 * all time a call costs: the parser is compiled anew from its own source with the table as a constant.
 * @returns false when the source is not as expected; the stock parser then stays, right but slow
 */
export function decodeGrammarOnce(): boolean {
  const source = (generated.parse as Parse).toString();
  const table = TABLE.exec(source)?.[1];
  if (table === undefined || !source.startsWith('function peg$parse(')) return false;
  const decode = (code: string) => code.split('').map((character) => character.charCodeAt(0) - 32);
  const bytecode = compile('peg$decode', `return ${table};`)(decode);
  const names = 'peg$decoded, URI, NameAddrHeader, SyntaxError';
  const body = `return ${source.replace(TABLE, 'const peg$bytecode = peg$decoded;')};`;
  const parse = compile(names, body)(bytecode, URI, NameAddrHeader, generated.SyntaxError) as Parse;
  (Grammar as { parse: typeof Grammar.parse }).parse = (input, startRule) => {
    const options: ParseOptions = { startRule };
    try {
      parse(input, options);
    } catch {
      return -1;
    }
    return options.data;
  };
  return true;
}

/** The text is sip.js's own; nothing that came over the network is ever compiled. */
function compile(parameters: string, body: string): (...values: unknown[]) => unknown {
  return Reflect.construct(Function, [parameters, body]) as (...values: unknown[]) => unknown;
}
