import type { JsonAnswer } from './json-server.js';

/** A refusal as all our contracts spell it: a status, a code for machines and a sentence for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Runs a handler and turns an {@link ApiError} it throws into its answer. */
export async function answering<A>(handler: () => A | Promise<A>): Promise<A | JsonAnswer> {
  try {
    return await handler();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, code, message } = error;
    return { status, body: { error: { code, message } } };
  }
}
