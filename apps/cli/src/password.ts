import { createInterface } from 'node:readline/promises';
import { Writable, type Readable } from 'node:stream';

/**
 * Asks for a password on the terminal, without showing it; or reads a line of what is piped in.
 * @throws Error when the input ends without one
 */
export async function askPassword(
  user: string,
  input: Readable & { readonly isTTY?: boolean } = process.stdin,
  prompts: Writable = process.stderr,
): Promise<string> {
  prompts.write(`Password of ${user}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: silent, terminal: input.isTTY === true });
  try {
    // Not as a question: one whose input ends is never answered, and the process ends as if all were done.
    for await (const line of terminal) return line;
    throw new Error('No password: set MARCADOR_PASSWORD.');
  } finally {
    terminal.close();
    prompts.write('\n');
  }
}
