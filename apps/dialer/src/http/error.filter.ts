import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import {
  LastMasterError,
  NameTakenError,
  NotAllowedNowError,
  NotFoundError,
  StaleVersionError,
} from '@marcador/persistence/repository.errors.js';
import type { Log } from '@marcador/platform/logging.js';
import type { Request, Response } from 'express';
import { LOG } from '../tokens.js';
import { ApiError, TooManyRequests, type ErrorBody } from './api-error.js';

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
    if (status !== undefined && status < 500)
      return {
        statusCode: status,
        ...(KNOWN[status] ?? { code: 'bad-request', message: (error as Error).message }),
      };
    this.log.error({ err: error, method: request.method, path: request.path }, 'A request failed.');
    return {
      statusCode: 500,
      code: 'internal-error',
      message:
        'The service failed to do this. Try again; if it happens again, look at the log of the service.',
    };
  }
}

/** The repositories' errors have sentences for people. */
function repositoryRefusal(error: unknown): Pick<ErrorBody, 'statusCode' | 'code'> | undefined {
  if (error instanceof NotFoundError) return { statusCode: 404, code: 'not-found' };
  if (error instanceof NameTakenError) return { statusCode: 409, code: 'name-taken' };
  if (error instanceof LastMasterError) return { statusCode: 409, code: 'last-master' };
  if (error instanceof StaleVersionError) return { statusCode: 409, code: 'stale-version' };
  if (error instanceof NotAllowedNowError) return { statusCode: 409, code: 'not-allowed-now' };
  return undefined;
}

/** Nest's exceptions, and those of Express's body parsers. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && expose === true ? status : undefined;
}

const KNOWN: Readonly<Record<number, Pick<ErrorBody, 'code' | 'message'>>> = {
  400: { code: 'bad-request', message: 'The request cannot be read: send valid JSON, and ids as UUIDs.' },
  401: { code: 'not-logged-in', message: 'Log in first: POST /api/v1/session.' },
  403: { code: 'forbidden', message: 'Your role does not allow this.' },
  404: { code: 'not-found', message: 'There is nothing at this address: see /api/docs.' },
  413: { code: 'too-large', message: 'The request is larger than this address accepts: send less.' },
  415: { code: 'wrong-type', message: 'This address does not accept that content type: see /api/docs.' },
};
