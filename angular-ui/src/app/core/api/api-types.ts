import type { paths } from './schema';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The addresses that have an operation for the method. */
export type PathFor<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : void;

/** What the operation answers when it succeeds. */
export type Answer<P extends keyof paths, M extends Method> = paths[P][M] extends { responses: infer R }
  ? R extends { 200: infer Ok }
    ? Json<Ok>
    : R extends { 201: infer Created }
      ? Json<Created>
      : R extends { 202: infer Accepted }
        ? Json<Accepted>
        : void
  : never;

type Parameters<P extends keyof paths, M extends Method> = paths[P][M] extends { parameters: infer T }
  ? T
  : never;

/** What an operation without a value of the kind takes, one that may have it, and one that needs it. */
type Part<K extends string, T> = [T] extends [undefined]
  ? { readonly [N in K]?: never }
  : undefined extends T
    ? { readonly [N in K]?: T }
    : { readonly [N in K]: T };

type PathPart<T> = T extends { path?: unknown } ? Part<'path', T['path']> : { readonly path?: never };
type QueryPart<T> = T extends { query?: unknown } ? Part<'query', T['query']> : { readonly query?: never };
type BodyPart<O> = O extends { requestBody: { content: { 'application/json': infer V } } }
  ? { readonly body: V }
  : { readonly body?: never };

/** The values of a request. */
type RequestFor<P extends keyof paths, M extends Method> = PathPart<Parameters<P, M>> &
  QueryPart<Parameters<P, M>> &
  BodyPart<paths[P][M]>;

/** A request needs no argument where all its parts may be left out. */
export type RequestArgument<P extends keyof paths, M extends Method> =
  Record<never, never> extends RequestFor<P, M> ? [request?: RequestFor<P, M>] : [request: RequestFor<P, M>];
