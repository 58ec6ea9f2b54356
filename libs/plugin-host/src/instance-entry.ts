import { message } from '@marcador/messages/message.js';
import type { ExtensionKind, Instance } from '@marcador/plugin-api';
import { CallGate } from './call-gate.js';
import type { ConfigProblem, ExtensionRegistry } from './extension-registry.js';
import { hostFor } from './instance-host.js';
import { instanceOf } from './instance-shape.js';
import type { InstanceRow } from './instance-store.js';
import { IsolatedInstance } from './isolated-instance.js';
import { isolatedMembers } from './isolated-members.js';
import type { PluginHostTools } from './plugin-host-tools.js';
import { QuestionsUnderWay } from './questions-under-way.js';
import { reasonOf, type Reason } from './reason.js';

/** A configured instance as a node has it: in service, or out of it with the reason. */
export type Entry = { readonly row: InstanceRow; readonly isolated?: IsolatedInstance } & (
  | {
      readonly instance: Instance;
      readonly kind: ExtensionKind;
      readonly gate: CallGate;
      readonly questions: QuestionsUnderWay;
    }
  | { readonly instance: undefined; readonly reason: Reason }
);

/**
 * Makes an instance as it is configured. Never throws: one that cannot be made is out of service.
 * @param onPacing an isolated strategy has another answer than before
 */
export function bringToLife(
  row: InstanceRow,
  registry: ExtensionRegistry,
  { numberSets, log, clock }: PluginHostTools,
  onPacing: () => void,
): Entry {
  const definition = registry.find(row.kind, row.type);
  if (definition === undefined)
    return { row, instance: undefined, reason: registry.absence(row.kind, row.type) };
  if (row.fault !== undefined) return { row, instance: undefined, reason: row.fault };
  const checked = registry.validate(row.kind, row.type, row.config);
  if (!checked.valid) return { row, instance: undefined, reason: notUsable(checked.problems) };
  try {
    const kind = row.kind as ExtensionKind;
    const [gate, questions] = [new CallGate(clock), new QuestionsUnderWay()];
    const { module } = definition;
    if (definition.isolated === true && module !== undefined) {
      const { id: instanceId, type, config } = row;
      const isolated = new IsolatedInstance({ module, kind, type, instanceId, config }, clock, log);
      const instance = isolatedMembers(kind, isolated, clock, onPacing);
      return { row, instance, kind, gate, questions, isolated };
    }
    const made = definition.create(checked.config, hostFor(row.id, definition, numberSets, log));
    return { row, instance: instanceOf(kind, made), kind, gate, questions };
  } catch (error) {
    return { row, instance: undefined, reason: reasonOf(error) };
  }
}

/** The English sentence says more than a translation can, which names the fields only. */
function notUsable(problems: readonly ConfigProblem[]): Reason {
  const list = problems.map(({ path, reason }) => (path === '' ? reason : `${path}: ${reason}`));
  const fields = problems.map(({ path }) => path).filter((path) => path !== '');
  return {
    reason: `The configuration is not usable: ${list.join('; ')}`,
    ...message('config-not-usable', { fields: fields.join(', ') }),
  };
}
