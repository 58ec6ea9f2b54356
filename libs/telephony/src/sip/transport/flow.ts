import { randomBytes } from 'node:crypto';

/** Nobody outside can guess it, and so send a response over a connection of somebody else. */
const PARAMETER = `flow-${randomBytes(6).toString('hex')}`;
const MARK = new RegExp(`;${PARAMETER}=(\\d+)`);

/** In place of a connection's number: it came as a datagram, whatever transport its Via names. */
export const DATAGRAM_FLOW = 0;

/**
 * Notes in the top Via of a request over which connection it came: the response carries the same Via, and goes back over
 * that connection (RFC 3261 §18.2.2). Never leaves this process.
 */
export function withFlow(via: string, connectionId: number): string {
  // A line that begins with space goes on with the Via.
  const first = via.search(/\r\n(?![ \t])|$/);
  return `${via.slice(0, first)};${PARAMETER}=${connectionId}${via.slice(first)}`;
}

/** Takes the notes out of a message again; the first of them is that of the top Via. */
export function withoutFlow(text: string): {
  readonly text: string;
  readonly connectionId: number | undefined;
} {
  const match = MARK.exec(text);
  if (match === null) return { text, connectionId: undefined };
  return {
    text: text.slice(0, match.index) + text.slice(match.index + match[0].length),
    connectionId: Number(match[1]),
  };
}
