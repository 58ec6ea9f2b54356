/** Codes of Node's TLS and of OpenSSL that mean: this is not a server we may trust. */
const CERTIFICATE_FAULT = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/;

/** One sentence for the administrator about a request that failed below HTTP. */
export function failureReason(error: unknown, host: string): string {
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return `The do-not-call service at ${host} answered with far too much data: check its URL.`;
  }
  if (CERTIFICATE_FAULT.test(code)) {
    return `The certificate of the do-not-call service at ${host} is not trusted (${code}): configure the CA certificate that issued it.`;
  }
  if (code.startsWith('ERR_SSL')) {
    return `The do-not-call service at ${host} does not speak TLS as it should (${code}).`;
  }
  return `The do-not-call service at ${host} cannot be reached (${code || messageOf(error)}).`;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
