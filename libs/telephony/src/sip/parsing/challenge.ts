import { TOKEN } from './characters.js';
import { Reader } from './reader.js';

/** A digest challenge in the shape that sip.js gives it. */
interface Challenge {
  realm?: string;
  nonce?: string;
  opaque?: string;
  stale?: boolean;
  algorithm?: string;
  qop?: string[];
}

/** Parses the value of a WWW-Authenticate or Proxy-Authenticate header field that holds one digest challenge. */
export function parseChallenge(text: string): Challenge | undefined {
  const reader = new Reader(text);
  if (!reader.takeText('Digest ')) return undefined;
  const challenge: Challenge = {};
  for (;;) {
    reader.skipSpace();
    const name = reader.run(TOKEN).toLowerCase();
    reader.skipSpace();
    if (name === '' || !reader.take('=')) return undefined;
    reader.skipSpace();
    const value = reader.quoted() ?? reader.run(TOKEN);
    if (!keep(challenge, name, value)) return undefined;
    if (reader.done) return challenge;
    reader.skipSpace();
    if (!reader.take(',')) return undefined;
  }
}

function keep(challenge: Challenge, name: string, value: string): boolean {
  const quoted = value.startsWith('"');
  switch (name) {
    case 'realm':
    case 'nonce':
    case 'opaque':
      challenge[name] = value.slice(1, -1);
      return quoted;
    case 'stale':
      challenge.stale = /^true$/i.test(value);
      return /^(?:true|false)$/i.test(value);
    case 'algorithm':
      challenge.algorithm = value.toUpperCase();
      // Of any other that begins with MD5 the grammar would leave the rest.
      return !quoted && /^(?:MD5$|(?!MD5).)/i.test(value);
    case 'qop':
      (challenge.qop ??= []).push(...value.slice(1, -1).toLowerCase().split(','));
      return /^"auth(?:-int)?(?:,auth(?:-int)?)*"$/i.test(value);
    case 'domain':
      return false;
    default:
      return value !== '';
  }
}
