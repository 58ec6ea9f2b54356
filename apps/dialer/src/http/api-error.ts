import {
  message,
  textOf,
  type Message,
  type MessageCode,
  type MessageParams,
} from '@marcador/messages/message.js';
import { HttpException, HttpStatus } from '@nestjs/common';
import type { ErrorCode } from './error-codes.js';

/** What of a request is wrong, and what to do about it. */
export interface ErrorDetail extends Partial<Message> {
  /** The field of the body or the parameter, `telephony.ports[0]` style. */
  readonly field: string;
  /** The sentence of the code; a plugin's own words where there is none. */
  readonly message: string;
}

/** The body of every answer that is not 2xx. */
export interface ErrorBody {
  readonly statusCode: number;
  /** For programs, to act upon; stable. */
  readonly code: ErrorCode;
  /** For people: one sentence that says what to do. */
  readonly message: string;
  /** For programs, to say it in another language; stable. */
  readonly reason: MessageCode;
  readonly params: MessageParams;
  readonly details?: readonly unknown[];
  /** The version there is, where the request was decided on another one. */
  readonly currentVersion?: number;
}

/** What an error may tell beside its message. */
interface ErrorExtras {
  readonly details?: readonly unknown[] | undefined;
  readonly currentVersion?: number;
  /** An English sentence that says more than that of the message. */
  readonly sentence?: string;
}

/** An answer that tells the client what is wrong. */
export class ApiError extends HttpException {
  constructor(
    status: HttpStatus,
    code: ErrorCode,
    said: Message,
    { details, currentVersion, sentence = textOf(said) }: ErrorExtras = {},
  ) {
    const body: ErrorBody = {
      statusCode: status,
      code,
      message: sentence,
      reason: said.code,
      params: said.params,
      ...(details && { details }),
      ...(currentVersion !== undefined && { currentVersion }),
    };
    super(body, status);
  }
}

/** The client has to wait. */
export class TooManyRequests extends ApiError {
  constructor(
    said: Message,
    readonly retryAfterSeconds: number,
  ) {
    super(HttpStatus.TOO_MANY_REQUESTS, 'too-many-requests', said);
  }
}

/** A message about a field. */
export function detail(field: string, said: Message): ErrorDetail {
  return { field, message: textOf(said), ...said };
}

/** The object's state does not allow it. */
export function conflict(code: ErrorCode, said: Message): ApiError {
  return new ApiError(HttpStatus.CONFLICT, code, said);
}

/** The request is well-formed, but one of its values cannot be. */
export function unprocessable(field: string, said: Message): ApiError {
  const details = [detail(field, said)];
  return new ApiError(HttpStatus.UNPROCESSABLE_ENTITY, 'not-possible', said, { details });
}

/** The user may not do this. */
export function forbidden(said: Message): ApiError {
  return new ApiError(HttpStatus.FORBIDDEN, 'forbidden', said);
}

/** The request itself is wrong. */
export function badRequest(code: ErrorCode, said: Message): ApiError {
  return new ApiError(HttpStatus.BAD_REQUEST, code, said);
}

/** Values of the request do not have the form that they need. */
export function invalid(details: readonly ErrorDetail[]): ApiError {
  return new ApiError(HttpStatus.BAD_REQUEST, 'validation-failed', message('validation-failed'), {
    details,
    sentence: sentenceOf(details),
  });
}

/** All that is wrong with the fields, in English. */
export function sentenceOf(details: readonly ErrorDetail[]): string {
  return details.map(({ field, message: text }) => `${field}: ${text}`).join(' ');
}
