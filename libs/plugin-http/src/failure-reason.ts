import { message, type Message } from '@marcador/messages/message.js';

/** Codes of Node's TLS and of OpenSSL that mean: this is not a server we may trust. */
const CERTIFICATE_FAULT = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/;

/**
 * What the administrator is told about a request that failed below HTTP.
 * @param host where the service is
 */
export function failureReason(error: unknown, host: string): Message {
  const cause = codeOf(error);
  if (cause === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return message('answer-too-large', { host });
  if (CERTIFICATE_FAULT.test(cause)) return message('certificate-not-trusted', { host, cause });
  if (cause.startsWith('ERR_SSL')) return message('tls-fault', { host, cause });
  return message('service-unreachable', { host, cause: cause || messageOf(error) });
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
