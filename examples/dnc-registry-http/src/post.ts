import type { z } from 'zod';

/** One POST, without redirects. Rejects with one sentence that holds nothing of what was sent. */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string | URLSearchParams,
  timeoutMs: number,
  signal: AbortSignal,
) {
  const { host } = new URL(url);
  const ended = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
  try {
    const init = { method: 'POST', headers: { ...type, ...headers }, body, signal: ended };
    const response = await fetch(url, { ...init, redirect: 'error' });
    return answerOf(host, response.status, await response.text());
  } catch {
    signal.throwIfAborted();
    const why = ended.aborted ? `did not answer within ${timeoutMs} ms` : 'cannot be reached';
    throw new Error(`${host} ${why}.`);
  }
}

function answerOf(host: string, status: number, text: string) {
  const as = <T>(schema: z.ZodType<T>): T => {
    if (status === 401 || status === 403) throw new Error(`${host} refuses the credentials (${status}).`);
    if (status !== 200) throw new Error(`${host} answered with status ${status} instead of 200.`);
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      throw new Error(`${host} answered with something that is not understood.`);
    }
  };
  return { status, as };
}
