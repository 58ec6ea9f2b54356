import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** The names a certificate is for, as SIP reads them (RFC 5922 §7.1). */
interface Identities {
  readonly sip: readonly string[];
  readonly dns: readonly string[];
  readonly addresses: readonly string[];
}

/**
 * Whether a certificate is for a SIP domain (RFC 5922 §7): a `sip:` URI without a user part names it, else a DNS name,
 * without wildcards; the common name counts only where there is no other name (§7.1). A server that is configured by
 * its address is known by that address.
 * @param name the domain or address that the server was looked up by
 * @returns what is wrong; `undefined`: nothing
 */
export function identityProblem(name: string, certificate: X509Certificate): string | undefined {
  const { sip, dns, addresses } = identitiesOf(certificate);
  const accepted = sip.length > 0 ? sip : dns;
  const wanted = name.toLowerCase();
  const isNamed =
    isIP(name) === 0
      ? accepted.some((each) => each.toLowerCase() === wanted)
      : certificate.checkIP(name) !== undefined;
  if (isNamed) return undefined;
  const all = [...sip.map((each) => `sip:${each}`), ...dns, ...addresses].join(', ') || 'nobody';
  return `its certificate is for ${all}, not for ${name}`;
}

function identitiesOf(certificate: X509Certificate): Identities {
  const names = alternativeNames(certificate.subjectAltName ?? '');
  const of = (kind: string) => names.flatMap(([each, value]) => (each === kind ? [value] : []));
  const sip = of('URI').flatMap((uri) => /^sip:(?![^@]*@)([^;?:]+|\[[^\]]+\])/i.exec(uri)?.[1] ?? []);
  const commonName = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
  const dns = names.length === 0 && commonName !== undefined ? [commonName] : of('DNS');
  return { sip, dns, addresses: of('IP Address') };
}

/** Node quotes a value that holds what separates them, so that none can pass for two. */
function alternativeNames(text: string): readonly (readonly [kind: string, value: string])[] {
  return Array.from(
    text.matchAll(/([\w ]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g),
    ([, kind = '', value = '']) => [kind, value.startsWith('"') ? (JSON.parse(value) as string) : value],
  );
}
