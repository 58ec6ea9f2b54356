import { literal, type HostPort } from './hop.js';

/**
 * A message of ours as it leaves over a connection that is all there is to reach us by: its Contact and its Via name the
 * port that the connection leaves from, so that whoever looks for a connection to that address finds this one (RFC 3261
 * §18.1.1).
 * @param named how we are named before it is known which connection a message takes
 */
export function withOwnPort(text: string, named: HostPort, port: number): string {
  if (port === named.port) return text;
  const headEnd = text.indexOf('\r\n\r\n');
  const address = `${literal(named.host)}:${named.port}`;
  const head = text.slice(0, headEnd).replace(/^(?:Contact|Via):.*$/gim, (line) => {
    const at = line.indexOf(address);
    const end = at + address.length;
    if (at === -1 || /\d/.test(line.charAt(end))) return line;
    return `${line.slice(0, at)}${literal(named.host)}:${port}${line.slice(end)}`;
  });
  return head + text.slice(headEnd);
}
