import type { ExtensionKind, PluginLog, QueueSnapshot } from '@marcador/plugin-api';
import type { Reason } from './reason.js';

/** What the thread of an isolated instance is started with. */
export interface IsolatedInput {
  /** URL of the plugin's module. */
  readonly module: string;
  readonly kind: ExtensionKind;
  readonly type: string;
  readonly instanceId: string;
  /** As saved; it has passed the schema. */
  readonly config: unknown;
}

/** To the thread. `call` is a number of this side's; `abort` ends a call or a watch. */
export type ToInstance =
  | {
      readonly type: 'call';
      readonly call: number;
      readonly member: string;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'abort'; readonly call: number };

/** From the thread: one `answered` or `rejected` to each call, any number of reports to a watch. */
export type FromInstance =
  | { readonly type: 'ready'; readonly members: readonly string[] }
  | { readonly type: 'failed'; readonly reason: Reason }
  | { readonly type: 'answered'; readonly call: number; readonly answer: unknown }
  | { readonly type: 'rejected'; readonly call: number; readonly reason: Reason }
  | { readonly type: 'update'; readonly call: number; readonly snapshot: QueueSnapshot }
  | { readonly type: 'unreachable'; readonly call: number; readonly reason: Reason }
  | {
      readonly type: 'log';
      readonly level: keyof PluginLog;
      readonly fields: object;
      readonly message: string;
    };
