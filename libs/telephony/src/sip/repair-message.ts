import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { URI } from 'sip.js/lib/grammar/uri.js';

/** Stands in a SIP URI for the host that a `tel:` URI has not. */
export const NO_HOST = 'tel.invalid';

/** Stands for an underscore in a host while the grammar looks at it. */
const UNDERSCORE = 'x--5f--x';
const ADDRESS_FIELDS = /^(from|f|to|t|contact|m|refer-to|r|record-route|referred-by|b)$/i;
const VIA_FIELDS = /^(via|v)$/i;

/**
 * Rewrites what peers send and the grammar of sip.js refuses with the whole message: `tel:` URIs and unquoted display
 * names beyond ASCII in addresses, `#` in a user part, `_` in a host. Wrong by RFC 3261 §25.1 but for `tel:`, and
 * harmless.
 */
export function repairText(text: string): string {
  const headEnd = text.indexOf('\r\n\r\n');
  const head = headEnd === -1 ? text : text.slice(0, headEnd);
  const [start = '', ...fields] = head.split('\r\n');
  const isResponse = start.startsWith('SIP/2.0 ');
  const lines = [isResponse ? start : repairUris(start), ...fields.map(repairField)];
  return lines.join('\r\n') + (headEnd === -1 ? '' : text.slice(headEnd));
}

/**
 * Undoes in a parsed message what {@link repairText} put in: peers get their From, To and Via back as they sent them,
 * and hosts are called by their names.
 * @param text the message as it came
 */
export function restoreOriginals(message: IncomingMessage & { ruri?: URI | undefined }, text: string): void {
  for (const fields of Object.values(message.headers)) {
    for (const field of fields) {
      field.raw = field.raw.replaceAll(UNDERSCORE, '_');
      restoreHost((field.parsed as { uri?: unknown } | undefined)?.uri);
    }
  }
  restoreHost(message.ruri);
  for (const name of ['From', 'To'] as const) {
    const original = new RegExp(`^(?:${name}|${name.charAt(0)})\\s*:\\s*(.*)$`, 'im').exec(text)?.[1]?.trim();
    const field = message.headers[name]?.[0];
    if (field !== undefined && original !== undefined) field.raw = original;
  }
}

function restoreHost(uri: unknown): void {
  if (uri instanceof URI && uri.host.includes(UNDERSCORE)) uri.host = uri.host.replaceAll(UNDERSCORE, '_');
}

function repairField(line: string): string {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim();
  const value = line.slice(colon + 1);
  if (ADDRESS_FIELDS.test(name)) return `${name}: ${repairUris(quoteDisplayName(value.trim()))}`;
  if (!VIA_FIELDS.test(name)) return line;
  return `${name}: ${value.trim().replace(/^(\S+\s+)([^\s;,]+)/, (_, protocol: string, host: string) => protocol + maskHost(host))}`;
}

function quoteDisplayName(value: string): string {
  const bracket = value.indexOf('<');
  const display = value.slice(0, Math.max(0, bracket)).trim();
  if (display === '' || display.startsWith('"') || /^[\w\-.!%*+`'~ ]+$/.test(display)) return value;
  return `"${display.replace(/[\\"]/g, '\\$&')}" ${value.slice(bracket)}`;
}

function repairUris(value: string): string {
  return value
    .replace(/\btel:([^;>?\s]+)(?:;[^>\s]*)?/gi, `sip:$1@${NO_HOST}`)
    .replace(/\b(sips?:)([^>\s]+)/gi, (_, scheme: string, rest: string) => {
      const hostStart = rest.indexOf('@') + 1;
      const hostEnd = rest.slice(hostStart).search(/[;?,]|$/) + hostStart;
      const user = rest.slice(0, hostStart).replaceAll('#', '%23');
      return scheme + user + maskHost(rest.slice(hostStart, hostEnd)) + rest.slice(hostEnd);
    });
}

function maskHost(host: string): string {
  return host.replaceAll('_', UNDERSCORE);
}
