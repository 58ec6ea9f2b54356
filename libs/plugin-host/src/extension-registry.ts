import { message, MessageError } from '@marcador/messages/message.js';
import {
  definitionOf,
  type ExtensionDefinition,
  type ExtensionKind,
  type ExtensionPlugin,
} from '@marcador/plugin-api';
import { z } from 'zod';
import { issueReason } from './issue-reason.js';
import type { ExtensionName } from './packages/manifest.js';
import { because, reasonOf, type Reason } from './reason.js';

/** A type of extension as the admin UI offers it. */
export interface ExtensionListing {
  readonly kind: ExtensionKind;
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
  readonly keepsNumbers: boolean;
  /** JSON Schema (2020-12) of the values to fill in; secrets are `writeOnly`. */
  readonly configSchema: Readonly<Record<string, unknown>>;
}

/** What is wrong with one value of a configuration. */
export interface ConfigProblem extends Reason {
  /** Where: keys joined by dots, `headers.X-Key`; empty for the configuration as a whole. */
  readonly path: string;
}

export type ValidatedConfig =
  | { readonly valid: true; readonly config: Record<string, unknown> }
  | { readonly valid: false; readonly problems: readonly ConfigProblem[] };

interface Registered {
  readonly definition: ExtensionDefinition;
  readonly listing: ExtensionListing;
}

/** The types of extension that this installation has. */
export class ExtensionRegistry {
  private registered = new Map<string, Registered>();
  /** Why types that plugins once declared are not there now. */
  private absent = new Map<string, Reason>();

  /** @throws Error that names the plugin which is not one, is there twice or whose schema cannot be drawn as a form */
  constructor(plugins: readonly ExtensionPlugin[]) {
    for (const plugin of plugins) this.add(plugin);
  }

  find(kind: string, id: string): ExtensionDefinition | undefined {
    return this.registered.get(keyOf(kind, id))?.definition;
  }

  list(): readonly ExtensionListing[] {
    return [...this.registered.values()].map(({ listing }) => listing);
  }

  /**
   * What the registry would be with a plugin's extensions in place of those of its former version; itself it stays.
   * @param former the names of what goes
   * @throws Error as the constructor does
   */
  with(plugins: readonly ExtensionPlugin[], former: readonly ExtensionName[] = []): ExtensionRegistry {
    const next = new ExtensionRegistry([]);
    next.registered = new Map(this.registered);
    next.absent = new Map(this.absent);
    next.remove(former);
    for (const plugin of plugins) next.add(plugin);
    return next;
  }

  /**
   * @param former the names of what goes when these come
   * @throws MessageError that names the extension which another plugin declares
   */
  assertFree(names: readonly ExtensionName[], former: readonly ExtensionName[]): void {
    const goes = new Set(former.map(({ kind, id }) => keyOf(kind, id)));
    const taken = names.find(({ kind, id }) => !goes.has(keyOf(kind, id)) && this.find(kind, id));
    if (taken !== undefined) throw alreadyDeclared(taken);
  }

  /** Becomes what {@link with} has made. */
  become(next: ExtensionRegistry): void {
    this.registered = next.registered;
    this.absent = next.absent;
  }

  /** Takes types out. */
  remove(names: readonly ExtensionName[]): void {
    for (const { kind, id } of names) this.registered.delete(keyOf(kind, id));
  }

  /** Keeps why types are not there, for those who ask for them; `undefined` forgets it. */
  explainAbsence(names: readonly ExtensionName[], reason: Reason | undefined): void {
    for (const { kind, id } of names) {
      if (reason === undefined) this.absent.delete(keyOf(kind, id));
      else this.absent.set(keyOf(kind, id), reason);
    }
  }

  /** Why there is nothing of a type. */
  absence(kind: string, id: string): Reason {
    return this.absent.get(keyOf(kind, id)) ?? because(message('unknown-extension', { type: id }));
  }

  /** Checks values against the schema of their type, and fills in defaults. */
  validate(kind: string, id: string, config: unknown): ValidatedConfig {
    const definition = this.find(kind, id);
    if (definition === undefined) {
      return { valid: false, problems: [{ path: '', ...this.absence(kind, id) }] };
    }
    try {
      const parsed = definition.config.safeParse(config, { reportInput: true });
      if (parsed.success) return { valid: true, config: parsed.data };
      return {
        valid: false,
        problems: parsed.error.issues.map((issue) => ({
          path: issue.path.map(String).join('.'),
          ...issueReason(issue),
        })),
      };
    } catch (error) {
      return { valid: false, problems: [{ path: '', ...reasonOf(error) }] };
    }
  }

  private add(plugin: ExtensionPlugin): void {
    const extension = definitionOf(plugin);
    if (extension === undefined) {
      throw new Error(
        `The plugin "${moduleName(plugin)}" is not usable: its default export must come from a define*() function of @marcador/plugin-api.`,
      );
    }
    const { kind, definition } = extension;
    const key = keyOf(kind, definition.id);
    if (this.registered.has(key)) throw alreadyDeclared({ kind, id: definition.id });
    const listing = {
      kind,
      id: definition.id,
      displayName: definition.displayName,
      ...(definition.description === undefined ? {} : { description: definition.description }),
      keepsNumbers: definition.keepsNumbers ?? false,
      configSchema: jsonSchemaOf(kind, definition),
    };
    this.registered.set(key, { definition, listing });
  }
}

function alreadyDeclared({ kind, id }: ExtensionName): MessageError {
  return new MessageError(message('plugin-extension-taken', { kind, id }));
}

function keyOf(kind: string, id: string): string {
  return `${kind}/${id}`;
}

function moduleName(plugin: { module?: unknown }): string {
  return typeof plugin.module === 'function' ? plugin.module.name : 'without a module';
}

function jsonSchemaOf(kind: ExtensionKind, definition: ExtensionDefinition): Record<string, unknown> {
  try {
    // The form is filled with what goes in: values with a default may be left out.
    return z.toJSONSchema(definition.config, { io: 'input' });
  } catch (error) {
    throw new Error(
      `The configuration of the ${kind} "${definition.id}" cannot be drawn as a form: ${reasonOf(error).reason}`,
    );
  }
}
