import type { DynamicModule } from '@nestjs/common';
import type { z } from 'zod';
import type { ConfigSchema } from './config.js';
import type { HealthReport, PluginHost } from './host.js';

/** The four kinds of extension that the core composes per campaign. */
export type ExtensionKind = 'dial-target' | 'dnc-provider' | 'amd-detector' | 'pacing-strategy';

/** What every configured instance may have beside the members of its kind. */
export interface Instance {
  /**
   * Says whether the instance can do its work now. May be called on values that are not saved (the "Test" button).
   * Must settle soon after `signal` aborts; a rejection is reported as unhealthy with the error's message.
   */
  health?(signal: AbortSignal): Promise<HealthReport>;
  /** Called once when the instance is retired. Must free sockets and timers; no member is called afterwards. */
  close?(): Promise<void>;
}

/** A type of extension: how it is named, configured and brought to life. */
export interface ExtensionDefinition<C extends ConfigSchema = ConfigSchema, I extends Instance = Instance> {
  /** Unique among the extensions of its kind; lower case, digits and hyphens. It is stored: never change it. */
  readonly id: string;
  /** How administrators see it. */
  readonly displayName: string;
  /** What it is for, in a sentence. */
  readonly description?: string;
  /** One schema: the TypeScript type, the server's validation and the admin UI's form. */
  readonly config: C;
  /**
   * The URL of the module whose default export is this plugin: `import.meta.url`. Needed of detectors and of what is
   * isolated: worker threads load it once more.
   */
  readonly module?: string;
  /**
   * Each instance runs in a worker thread of its own, which loads the module once more: an endless loop, `process.exit`,
   * an exception that nobody caught or more than 256 MB cost this instance only, which is out of service until its thread
   * is replaced. The module itself is loaded by the service, too, so it must do nothing but define; and what is native
   * code can still end the process. Each call costs about 0.1 ms more. Not for detectors, which run in media workers
   * anyway, nor together with `keepsNumbers`.
   * @default false
   */
  readonly isolated?: boolean;
  /**
   * Administrators may upload a list of phone numbers for instances of this type; see `PluginHost.numbers`.
   * @default false
   */
  readonly keepsNumbers?: boolean;
  /**
   * Makes a configured instance. The configuration has passed the schema.
   *
   * Must not wait for the outside world: an unreachable service is no reason to fail here but one to be reported by
   * the instance's members. A throw leaves the instance out of service with the error's message as the reason.
   */
  create(config: z.output<C>, host: PluginHost): I;
}

const EXTENSION = Symbol.for('marcador.extension');

/** A plugin as the host imports it: a NestJS dynamic module that carries one extension. */
export interface ExtensionPlugin extends DynamicModule {
  readonly [EXTENSION]: { readonly kind: ExtensionKind; readonly definition: ExtensionDefinition };
}

/** Shared by the `define*()` functions: checks the id and makes the dynamic module. */
export function definePlugin<C extends ConfigSchema, I extends Instance>(
  kind: ExtensionKind,
  definition: ExtensionDefinition<C, I>,
): ExtensionPlugin {
  if (!/^[a-z][a-z0-9-]*$/.test(definition.id)) {
    throw new Error(
      `Extension id "${definition.id}" is not usable: take lower-case letters, digits and hyphens, beginning with a letter.`,
    );
  }
  if (definition.isolated === true) refuseUnlessIsolable(kind, definition);
  // Nest tells modules apart by their class.
  const module = { [definition.id]: class {} }[definition.id] as new () => object;
  const widened = definition as unknown as ExtensionDefinition;
  return { module, [EXTENSION]: { kind, definition: widened } };
}

function refuseUnlessIsolable(
  kind: ExtensionKind,
  {
    id,
    module,
    keepsNumbers,
  }: { readonly id: string; readonly module?: string; readonly keepsNumbers?: boolean },
): void {
  const why =
    kind === 'amd-detector'
      ? 'detectors run in media workers anyway'
      : keepsNumbers === true
        ? 'what keeps numbers has to be where they are'
        : module === undefined
          ? 'it has to say module: import.meta.url'
          : undefined;
  if (why !== undefined) throw new Error(`The ${kind} "${id}" cannot be isolated: ${why}.`);
}

/** The extension a plugin carries, or `undefined` when the value was not made by a `define*()` function. */
export function definitionOf(
  plugin: object,
): { readonly kind: ExtensionKind; readonly definition: ExtensionDefinition } | undefined {
  return (plugin as Partial<ExtensionPlugin>)[EXTENSION];
}
