import { HttpException, HttpStatus } from '@nestjs/common';
import type { ErrorCode } from './error-codes.js';

/** What of a request is wrong, and what to do about it. */
export interface ErrorDetail {
  /** The field of the body or the parameter, `telephony.ports[0]` style. */
  readonly field: string;
  readonly message: string;
}

/** The body of every answer that is not 2xx. */
export interface ErrorBody {
  readonly statusCode: number;
  /** For programs; stable. */
  readonly code: ErrorCode;
  /** For people: one sentence that says what to do. */
  readonly message: string;
  readonly details?: readonly unknown[];
  /** The version there is, where the request was decided on another one. */
  readonly currentVersion?: number;
}

/** An answer that tells the client what is wrong. */
export class ApiError extends HttpException {
  constructor(
    status: HttpStatus,
    code: ErrorCode,
    message: string,
    details?: readonly unknown[],
    currentVersion?: number,
  ) {
    const body: ErrorBody = {
      statusCode: status,
      code,
      message,
      ...(details && { details }),
      ...(currentVersion !== undefined && { currentVersion }),
    };
    super(body, status);
  }
}

/** The client has to wait. */
export class TooManyRequests extends ApiError {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(HttpStatus.TOO_MANY_REQUESTS, 'too-many-requests', message);
  }
}

/** The object's state does not allow it. */
export function conflict(code: ErrorCode, message: string): ApiError {
  return new ApiError(HttpStatus.CONFLICT, code, message);
}

/** The request is well-formed, but one of its values cannot be. */
export function unprocessable(field: string, message: string): ApiError {
  return new ApiError(HttpStatus.UNPROCESSABLE_ENTITY, 'not-possible', message, [{ field, message }]);
}

/** The user may not do this. */
export function forbidden(message: string): ApiError {
  return new ApiError(HttpStatus.FORBIDDEN, 'forbidden', message);
}

/** The request itself is wrong. */
export function badRequest(code: ErrorCode, message: string, details?: readonly unknown[]): ApiError {
  return new ApiError(HttpStatus.BAD_REQUEST, code, message, details);
}
