import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import type { Configuration } from '../configuration.schema.js';
import { StartupError } from './startup-error.js';

/** What the service shows that it is itself. */
export interface ServerCertificate {
  /** PEM, with the chain. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** SHA-256 of the certificate, `AB:CD:…`. */
  readonly fingerprint256: string;
}

/** Browsers refuse certificates that are valid for longer. */
const VALID_DAYS = 397;
const RENEW_DAYS_BEFORE = 30;
const DAY_MS = 86_400_000;

/**
 * The configured certificate, or a self-signed one that is made at the first start, kept in `<dataDir>/tls`, and made
 * anew 30 days before it ends.
 * @throws StartupError
 */
export async function serverCertificate(configuration: Configuration, now: Date): Promise<ServerCertificate> {
  const { certificateFile, keyFile } = configuration.https;
  if (certificateFile !== undefined && keyFile !== undefined) {
    const cert = await read(certificateFile, 'https.certificateFile');
    const key = await read(keyFile, 'https.keyFile');
    return checked(cert, key, 'https.certificateFile and https.keyFile');
  }
  return selfSigned(join(configuration.dataDir, 'tls'), now);
}

async function read(file: string, key: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(
      `The file ${file} of ${key} cannot be read (${code}): name a PEM file that the service may read.`,
    );
  }
}

function checked(cert: string, key: string, names: string): ServerCertificate {
  try {
    createSecureContext({ cert, key });
    return { cert, key, fingerprint256: new X509Certificate(cert).fingerprint256 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `${names} are no certificate and key that fit each other (${reason}): both have to be PEM files, without a password.`,
    );
  }
}

async function selfSigned(folder: string, now: Date): Promise<ServerCertificate> {
  const files = { cert: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const kept = await keptCertificate(files);
  if (kept !== undefined && endOf(kept) - now.getTime() > RENEW_DAYS_BEFORE * DAY_MS) return kept;
  const made = await make(now);
  try {
    // The folder above stays open to the embedded database's own user.
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await replace(files.key, made.key, 0o600);
    await replace(files.cert, made.cert, 0o644);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(
      `The folder ${folder} cannot be written (${code}): set dataDir to a folder that the service may write.`,
    );
  }
  return made;
}

async function keptCertificate(files: { cert: string; key: string }): Promise<ServerCertificate | undefined> {
  try {
    const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')]);
    return checked(cert, key, 'The kept certificate and its key');
  } catch {
    // None, or not usable: a new one takes its place.
    return undefined;
  }
}

function endOf({ cert }: ServerCertificate): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

/** Nobody ever sees half a file, whenever the process dies. */
async function replace(file: string, content: string, mode: number): Promise<void> {
  const temporary = `${file}.new`;
  await writeFile(temporary, content, { mode });
  await rename(temporary, file);
}

async function make(now: Date): Promise<ServerCertificate> {
  const pems = await generate([{ name: 'commonName', value: hostname() }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + (VALID_DAYS - 1) * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: ownNames() },
    ],
  });
  return checked(pems.cert, pems.private, 'The certificate made and its key');
}

function ownNames() {
  const names = ['localhost', hostname()].map((value) => ({ type: 2 as const, value }));
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ scopeid }) => scopeid === undefined || scopeid === 0)
    .map(({ address }) => ({ type: 7 as const, ip: address }));
  return [...names, ...addresses];
}
