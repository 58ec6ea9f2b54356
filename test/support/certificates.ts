import { generate } from 'selfsigned';

/** A key and its certificate, PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

const days = (count: number) => new Date(Date.now() + count * 86_400_000);
const attributes = (name: string) => [{ name: 'commonName', value: name }];
const common = () =>
  ({ keyType: 'ec', algorithm: 'sha256', notBeforeDate: days(-2), notAfterDate: days(365) }) as const;

/** An authority that nobody knows but who is given its certificate. */
export async function makeAuthority(): Promise<KeyPair> {
  const { private: key, cert } = await generate(attributes('Test authority'), {
    ...common(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key, cert };
}

/** What a certificate is for. */
export interface Names {
  readonly dns?: readonly string[];
  readonly uris?: readonly string[];
  readonly addresses?: readonly string[];
  readonly expired?: boolean;
}

/** A certificate for servers and clients, signed by the authority. */
export async function makeCertificate(
  authority: KeyPair,
  names: Names,
  commonName = 'test',
): Promise<KeyPair> {
  const altNames = [
    ...(names.dns ?? []).map((value) => ({ type: 2, value }) as const),
    ...(names.uris ?? []).map((value) => ({ type: 6, value }) as const),
    ...(names.addresses ?? []).map((ip) => ({ type: 7, ip }) as const),
  ];
  const { private: key, cert } = await generate(attributes(commonName), {
    ...common(),
    ...(names.expired === true ? { notAfterDate: days(-1) } : {}),
    ca: authority,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(altNames.length === 0 ? [] : [{ name: 'subjectAltName', altNames } as const]),
    ],
  });
  return { key, cert };
}

/** A certificate for a server at this address, which is its own authority. */
export async function selfSigned(ip: string): Promise<KeyPair> {
  const { private: key, cert } = await generate(attributes('test'), {
    ...common(),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip }] },
    ],
  });
  return { key, cert };
}
