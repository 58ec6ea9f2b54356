/** The algorithms we know, the strongest first (RFC 7616 §6.1, RFC 8760 §2.1). */
export const ALGORITHMS = ['SHA-512-256', 'SHA-256', 'MD5'] as const;

export type DigestAlgorithm = (typeof ALGORITHMS)[number];

/** What a server asks for in a WWW-Authenticate or Proxy-Authenticate header field (RFC 7616 §3.3). */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** Only the nonce was too old: the credentials themselves were right. */
  readonly stale: boolean;
  readonly algorithm: DigestAlgorithm;
  /** Whether the algorithm is one of those that end in `-sess`. */
  readonly session: boolean;
  /** The algorithm as the server wrote it; `undefined`: it named none, which means MD5. */
  readonly algorithmToken: string | undefined;
  /** `undefined`: the server knows none, as RFC 2069 had it. */
  readonly qop: 'auth' | 'auth-int' | undefined;
}

const PARAMETER = /[\s,]*([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/y;

/**
 * Reads the challenges of header field values, each of which may hold several. Those of another scheme than Digest, with
 * an algorithm or qop that is not known, or without a realm or nonce are left out: they cannot be answered.
 */
export function readChallenges(values: readonly string[]): Challenge[] {
  return values.flatMap(split).flatMap(({ scheme, parameters }) => {
    const challenge = scheme.toLowerCase() === 'digest' ? toChallenge(parameters) : undefined;
    return challenge === undefined ? [] : [challenge];
  });
}

interface Part {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** A word without `=` begins the next challenge. */
function split(value: string): Part[] {
  const parts: Part[] = [];
  PARAMETER.lastIndex = 0;
  for (let match = PARAMETER.exec(value); match !== null; match = PARAMETER.exec(value)) {
    const [, name = '', quoted, plain] = match;
    const given = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (given === undefined) parts.push({ scheme: name, parameters: new Map() });
    else parts.at(-1)?.parameters.set(name.toLowerCase(), given);
  }
  return parts;
}

function toChallenge(parameters: ReadonlyMap<string, string>): Challenge | undefined {
  const realm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  const algorithmToken = parameters.get('algorithm');
  const name = (algorithmToken ?? 'MD5').toUpperCase();
  const session = name.endsWith('-SESS');
  const algorithm = ALGORITHMS.find((known) => known === (session ? name.slice(0, -5) : name));
  const offered = parameters
    .get('qop')
    ?.toLowerCase()
    .split(/[\s,]+/);
  const qop = offered && (['auth', 'auth-int'] as const).find((known) => offered.includes(known));
  if (realm === undefined || nonce === undefined || algorithm === undefined) return undefined;
  if (offered !== undefined && qop === undefined) return undefined;
  const stale = parameters.get('stale')?.toLowerCase() === 'true';
  return { realm, nonce, opaque: parameters.get('opaque'), stale, algorithm, session, algorithmToken, qop };
}
