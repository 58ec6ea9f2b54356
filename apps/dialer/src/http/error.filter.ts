import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import {
  LastMasterError,
  NameTakenError,
  NotAllowedNowError,
  NotFoundError,
  StaleVersionError,
} from '@marcador/persistence/repository.errors.js';
import { message, type PlainCode } from '@marcador/messages/message.js';
import type { Log } from '@marcador/platform/logging.js';
import type { Request, Response } from 'express';
import { LOG } from '../tokens.js';
import { ApiError, TooManyRequests, type ErrorBody } from './api-error.js';
import type { ErrorCode } from './error-codes.js';

/** Turns whatever is thrown into the one form of errors. What was not foreseen is logged and told to nobody. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const body = this.bodyOf(error, request);
    if (response.headersSent) {
      response.end();
      return;
    }
    // What is left of a refused upload is read and dropped, or the client would not get to read the answer.
    if (!request.complete) request.resume();
    if (error instanceof TooManyRequests) response.setHeader('Retry-After', error.retryAfterSeconds);
    // The rest of it may never come, and the next request behind it neither.
    if (body.statusCode === 408) response.setHeader('Connection', 'close');
    response.status(body.statusCode).json(body);
  }

  private bodyOf(error: unknown, request: Request): ErrorBody {
    if (error instanceof ApiError) return error.getResponse() as ErrorBody;
    const refusal = repositoryRefusal(error);
    if (refusal !== undefined) return { ...refusal, message: (error as Error).message };
    const status = statusOf(error);
    if (status !== undefined && status < 500) {
      const known = KNOWN[status] ?? unreadable((error as Error).message);
      return { statusCode: status, params: {}, ...known };
    }
    this.log.error({ err: error, method: request.method, path: request.path }, 'A request failed.');
    return new ApiError(500, 'internal-error', message('internal-error')).getResponse() as ErrorBody;
  }
}

/** The repositories' errors have sentences for people, some of them more exact than what can be translated. */
function repositoryRefusal(error: unknown): Omit<ErrorBody, 'message'> | undefined {
  if (error instanceof NotFoundError) return refused(404, 'not-found');
  if (error instanceof NameTakenError) return refused(409, 'name-taken');
  if (error instanceof LastMasterError) return refused(409, 'last-master');
  if (error instanceof StaleVersionError) return refused(409, 'stale-version');
  if (error instanceof NotAllowedNowError) {
    const { code: reason, params } = error.said;
    return { statusCode: 409, code: 'not-allowed-now', reason, params };
  }
  return undefined;
}

function refused(statusCode: number, code: ErrorCode & PlainCode): Omit<ErrorBody, 'message'> {
  return { statusCode, code, reason: code, params: {} };
}

/** Nest's exceptions, and those of Express's body parsers. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && expose === true ? status : undefined;
}

type Known = Pick<ErrorBody, 'code' | 'reason' | 'message'>;

/** What the routes themselves did not foresee: the sentences are for whoever writes a client. */
const KNOWN: Readonly<Record<number, Known>> = {
  400: unreadable('The request cannot be read: send valid JSON, and ids as UUIDs.'),
  401: {
    code: 'not-logged-in',
    reason: 'not-logged-in',
    message: 'Log in first: POST /api/v1/session.',
  },
  403: { code: 'forbidden', reason: 'role-forbids', message: 'Your role does not allow this.' },
  404: {
    code: 'not-found',
    reason: 'not-found',
    message: 'There is nothing at this address: see /api/docs.',
  },
  413: {
    code: 'too-large',
    reason: 'too-large',
    message: 'The request is larger than this address accepts: send less.',
  },
  415: {
    code: 'wrong-type',
    reason: 'wrong-type',
    message: 'This address does not accept that content type: see /api/docs.',
  },
};

function unreadable(sentence: string): Known {
  return { code: 'bad-request', reason: 'request-unreadable', message: sentence };
}
