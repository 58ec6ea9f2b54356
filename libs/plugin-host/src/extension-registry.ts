import { message } from '@marcador/messages/message.js';
import {
  definitionOf,
  type ExtensionDefinition,
  type ExtensionKind,
  type ExtensionPlugin,
} from '@marcador/plugin-api';
import { z } from 'zod';
import { issueReason } from './issue-reason.js';
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

/** The types of extension that this installation has. */
export class ExtensionRegistry {
  private readonly definitions = new Map<string, ExtensionDefinition>();
  private readonly listings: ExtensionListing[] = [];

  /** @throws Error that names the plugin which is not one, is there twice or whose schema cannot be drawn as a form */
  constructor(plugins: readonly ExtensionPlugin[]) {
    for (const plugin of plugins) this.add(plugin);
  }

  find(kind: string, id: string): ExtensionDefinition | undefined {
    return this.definitions.get(keyOf(kind, id));
  }

  list(): readonly ExtensionListing[] {
    return this.listings;
  }

  /** Checks values against the schema of their type, and fills in defaults. */
  validate(kind: string, id: string, config: unknown): ValidatedConfig {
    const definition = this.find(kind, id);
    if (definition === undefined) {
      return { valid: false, problems: [{ path: '', ...unknownType(id) }] };
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
    if (this.definitions.has(key)) {
      throw new Error(`Two plugins declare the ${kind} "${definition.id}": remove one of them.`);
    }
    this.definitions.set(key, definition);
    this.listings.push({
      kind,
      id: definition.id,
      displayName: definition.displayName,
      ...(definition.description === undefined ? {} : { description: definition.description }),
      keepsNumbers: definition.keepsNumbers ?? false,
      configSchema: jsonSchemaOf(kind, definition),
    });
  }
}

/** Why there is nothing of a type: no plugin declares it. */
export function unknownType(type: string): Reason {
  return because(message('unknown-extension', { type }));
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
