import {
  HttpClient,
  HttpContext,
  HttpErrorResponse,
  HttpEventType,
  type HttpEvent,
} from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { catchError, filter, map, throwError, type Observable } from 'rxjs';
import type { Answer, Method, PathFor, RequestArgument } from './api-types';
import { addressOf, type AddressValues } from './address';
import { problemOf } from './problem';
import { WITHOUT_LOGIN } from './request-context';
import type { paths } from './schema';

/** How far an upload is: until `answer` is there, the share of the bytes that were sent. */
export interface UploadProgress<T> {
  /** 0 to 1 */
  readonly sent: number;
  readonly answer?: T;
}

/** Every request, once its types have been checked. */
interface SomeRequest {
  readonly path?: AddressValues | undefined;
  readonly query?: AddressValues | undefined;
  readonly body?: unknown;
}

/** The REST API, typed by its OpenAPI document. Whatever fails is a {@link Problem}. */
@Injectable({ providedIn: 'root' })
export class Api {
  private readonly http = inject(HttpClient);

  get<P extends PathFor<'get'>>(
    path: P,
    ...request: RequestArgument<P, 'get'>
  ): Observable<Answer<P, 'get'>> {
    return this.send('get', path, request[0] as SomeRequest | undefined);
  }

  post<P extends PathFor<'post'>>(
    path: P,
    ...request: RequestArgument<P, 'post'>
  ): Observable<Answer<P, 'post'>> {
    return this.send('post', path, request[0] as SomeRequest | undefined);
  }

  put<P extends PathFor<'put'>>(
    path: P,
    ...request: RequestArgument<P, 'put'>
  ): Observable<Answer<P, 'put'>> {
    return this.send('put', path, request[0] as SomeRequest | undefined);
  }

  patch<P extends PathFor<'patch'>>(
    path: P,
    ...request: RequestArgument<P, 'patch'>
  ): Observable<Answer<P, 'patch'>> {
    return this.send('patch', path, request[0] as SomeRequest | undefined);
  }

  delete<P extends PathFor<'delete'>>(
    path: P,
    ...request: RequestArgument<P, 'delete'>
  ): Observable<Answer<P, 'delete'>> {
    return this.send('delete', path, request[0] as SomeRequest | undefined);
  }

  /** A request whose refusal for want of a session is the caller's to handle: nobody is asked to log in. */
  anonymously<P extends PathFor<M>, M extends Method>(
    method: M,
    path: P,
    request: SomeRequest = {},
  ): Observable<Answer<P, M>> {
    return this.send(method, path, request, new HttpContext().set(WITHOUT_LOGIN, true));
  }

  /** Sends a file, telling how far it is. */
  upload<P extends PathFor<'post'>>(
    path: P,
    values: { readonly path: AddressValues; readonly query?: AddressValues },
    file: Blob,
    type = 'text/csv',
  ): Observable<UploadProgress<Answer<P, 'post'>>> {
    const address = addressOf(path, values.path, values.query);
    return this.http
      .post<Answer<P, 'post'>>(address, file, {
        headers: { 'content-type': type },
        observe: 'events',
        reportProgress: true,
      })
      .pipe(
        map((event) => progressOf(event)),
        filter((progress) => progress !== undefined),
        catchError((error: unknown) => throwError(() => asProblem(error))),
      );
  }

  private send<P extends keyof paths, M extends Method>(
    method: M,
    path: P,
    { path: values, query, body }: SomeRequest = {},
    context = new HttpContext(),
  ): Observable<Answer<P, M>> {
    return this.http
      .request<Answer<P, M>>(method, addressOf(path, values, query), { body, context })
      .pipe(catchError((error: unknown) => throwError(() => asProblem(error))));
  }
}

function progressOf<T>(event: HttpEvent<T>): UploadProgress<T> | undefined {
  if (event.type === HttpEventType.UploadProgress)
    return { sent: event.total === undefined || event.total === 0 ? 0 : event.loaded / event.total };
  if (event.type === HttpEventType.Response && event.body !== null) return { sent: 1, answer: event.body };
  return undefined;
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof HttpErrorResponse)) return error;
  return problemOf(error.status, error.error);
}
