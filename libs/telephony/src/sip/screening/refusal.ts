import { ALLOW } from '../methods.js';

/** A final response that says why a request cannot be taken. */
export interface Refusal {
  readonly statusCode: number;
  readonly phrase: string;
  /** Header fields that say what would be taken. */
  readonly fields: readonly string[];
}

const ACCEPT = 'Accept: application/sdp';

/** @param what says in a few words what is wrong (RFC 3261 §21.4.1) */
export function badRequest(what: string): Refusal {
  return { statusCode: 400, phrase: what, fields: [] };
}

/** RFC 3261 §21.5.7. */
export const MESSAGE_TOO_LARGE: Refusal = { statusCode: 513, phrase: 'Message Too Large', fields: [] };
export const VERSION_NOT_SUPPORTED: Refusal = {
  statusCode: 505,
  phrase: 'Version Not Supported',
  fields: [],
};
export const METHOD_NOT_ALLOWED: Refusal = { statusCode: 405, phrase: 'Method Not Allowed', fields: [ALLOW] };
export const NOT_IMPLEMENTED: Refusal = { statusCode: 501, phrase: 'Not Implemented', fields: [ALLOW] };
export const UNSUPPORTED_SCHEME: Refusal = { statusCode: 416, phrase: 'Unsupported URI Scheme', fields: [] };
export const UNSUPPORTED_TYPE: Refusal = {
  statusCode: 415,
  phrase: 'Unsupported Media Type',
  fields: [ACCEPT, 'Accept-Encoding: identity'],
};
export const NOT_ACCEPTABLE: Refusal = { statusCode: 406, phrase: 'Not Acceptable', fields: [ACCEPT] };
