/** Codes of Node's TLS and of OpenSSL that mean: this is not a server we may trust. */
const CERTIFICATE_FAULT = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/;

/**
 * One sentence for the administrator about a request that failed below HTTP.
 * @param service the service and where it is, as a sentence begins with it
 */
export function failureReason(error: unknown, service: string): string {
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return `${service} answered with far too much data: check the address.`;
  }
  if (CERTIFICATE_FAULT.test(code)) {
    return `${service} has a certificate that is not trusted (${code}): configure the CA certificate that issued it.`;
  }
  if (code.startsWith('ERR_SSL')) {
    return `${service} does not speak TLS as it should (${code}).`;
  }
  return `${service} cannot be reached (${code || messageOf(error)}).`;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
