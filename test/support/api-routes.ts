import type { RunningService } from '@marcador/dialer/service.js';

/** Nest's own keys and numbers for what its decorators note down. */
const PATH = 'path';
const METHOD = 'method';
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

/** A route of the service as its controller declares it. */
export interface ApiRoute {
  readonly method: string;
  /** With `:id` in it. */
  readonly path: string;
}

type Container = ReadonlyMap<
  string,
  { readonly controllers: ReadonlyMap<unknown, { readonly metatype: unknown }> }
>;

/** Every route of every controller, found without asking the router. */
export function routesOf({ app }: RunningService): ApiRoute[] {
  const { container } = app as unknown as { readonly container: { getModules(): Container } };
  const controllers = [...container.getModules().values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const { prototype } = metatype as { readonly prototype: Record<string, object> };
    const base = Reflect.getMetadata(PATH, metatype as object) as string;
    return namesOf(prototype)
      .map((name) => prototype[name] as object)
      .filter((handler) => Reflect.hasMetadata(PATH, handler) && Reflect.hasMetadata(METHOD, handler))
      .map((handler) => ({
        method: METHODS[Reflect.getMetadata(METHOD, handler) as number] ?? '?',
        path: join(base, Reflect.getMetadata(PATH, handler) as string),
      }));
  });
}

/** Of its methods, and of those that it inherits. */
function namesOf(prototype: object): string[] {
  const above = Object.getPrototypeOf(prototype) as object | null;
  if (above === null) return [];
  return [...new Set([...Object.getOwnPropertyNames(prototype), ...namesOf(above)])];
}

function join(...parts: string[]): string {
  return `/${parts
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter((part) => part !== '')
    .join('/')}`;
}
