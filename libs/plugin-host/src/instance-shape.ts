import type { ExtensionKind, Instance } from '@marcador/plugin-api';

/** What an instance of each kind cannot do without. */
const MEMBERS: Readonly<Record<ExtensionKind, readonly string[]>> = {
  'dial-target': ['queues', 'watch'],
  'dnc-provider': ['check'],
  'amd-detector': ['analyse'],
  'pacing-strategy': ['callsToBegin'],
};

/**
 * What a plugin's `create` made, if it is an instance of the kind.
 * @throws Error that names what is missing
 */
export function instanceOf(kind: ExtensionKind, made: unknown): Instance {
  const members = made as Readonly<Record<string, unknown>> | null | undefined;
  for (const name of MEMBERS[kind]) {
    if (typeof members?.[name] !== 'function')
      throw new Error(`The plugin made an instance without ${name}(), which a ${kind} has to have.`);
  }
  return made as Instance;
}
