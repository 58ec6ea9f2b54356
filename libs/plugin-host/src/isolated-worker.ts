/** The entry of an isolated instance's thread: the instance behind the messages of isolated-protocol.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '@marcador/platform/clock.js';
import { beat } from '@marcador/platform/worker-pulse.js';
import type {
  DialTarget,
  DncOccasion,
  DncProvider,
  Instance,
  PacingState,
  PacingStrategy,
  PluginLog,
  QueueSnapshot,
} from '@marcador/plugin-api';
import { withDeadline } from './deadline.js';
import { dncAsker } from './dnc-asker.js';
import { DNC_DEADLINE_MS } from './guarded-dnc.js';
import { healthOf } from './instance-health.js';
import { hostFor } from './instance-host.js';
import { instanceOf } from './instance-shape.js';
import type { FromInstance, IsolatedInput, ToInstance } from './isolated-protocol.js';
import { loadDefinition, noNumbers } from './plugin-module.js';
import { reasonOf } from './reason.js';
import { ReportLimit } from './report-limit.js';

type Call = Extract<ToInstance, { type: 'call' }>;
type Members = Readonly<
  Record<string, (args: readonly unknown[], signal: AbortSignal, call: number) => unknown>
>;

const input = workerData as IsolatedInput & { readonly pulse: SharedArrayBuffer };
const port = parentPort;
const say = (message: FromInstance) => port?.postMessage(message);
const calls = new Map<number, AbortController>();

beat(input.pulse);
try {
  const members = membersOf(await create());
  port?.on('message', (message: ToInstance) => {
    if (message.type === 'call') void answer(message, members);
    else calls.get(message.call)?.abort(new Error('Nobody waits for the answer any more.'));
  });
  say({ type: 'ready', members: Object.keys(members) });
} catch (error) {
  say({ type: 'failed', reason: reasonOf(error) });
}

async function create(): Promise<Instance> {
  const definition = await loadDefinition(input.module, input.kind, input.type);
  const host = hostFor(input.instanceId, definition, { forInstance: () => noNumbers }, limitedLog());
  return instanceOf(input.kind, definition.create(definition.config.parse(input.config), host));
}

/** What the other side may call, and how. */
function membersOf(instance: Instance): Members {
  const common: Members = {
    health: async () => {
      const { healthy, message, code, params } = await healthOf(instance, systemClock);
      return { healthy, message, ...(code && params && { said: { code, params } }) };
    },
    close: () => instance.close?.(),
  };
  switch (input.kind) {
    case 'dnc-provider':
      return {
        ...common,
        check: dncCheck(instance as DncProvider),
        listDate: (_args, signal) => (instance as DncProvider).listDate?.(signal),
      };
    case 'pacing-strategy':
      return {
        ...common,
        callsToBegin: ([state]) => (instance as PacingStrategy).callsToBegin(state as PacingState),
      };
    case 'dial-target':
      return { ...common, ...targetMembers(instance as DialTarget) };
    default:
      throw new Error(`A ${input.kind} cannot be isolated.`);
  }
}

/** Batches are made here, so that those of an isolated provider are as large as of any other. */
function dncCheck(provider: DncProvider): Members[string] {
  const isListed = dncAsker(provider, (work) => withDeadline(systemClock, DNC_DEADLINE_MS, work));
  return async ([number, occasion]) => ({
    listed: await isListed({ ...(occasion as DncOccasion), number: number as string }),
  });
}

function targetMembers(target: DialTarget): Members {
  const hasAgents = typeof target.agents === 'function';
  return {
    queues: (_args, signal) => target.queues(signal),
    ...(hasAgents && { agents: ([queueId], signal) => target.agents?.(queueId as string, signal) }),
    watch: ([queueId], signal, call) => {
      // What floods is held back here: the other thread would choke on the messages.
      const reports = new ReportLimit(systemClock);
      signal.addEventListener('abort', () => reports.close());
      const observer = {
        update: (snapshot: QueueSnapshot) =>
          reports.take(() => say({ type: 'update', call, snapshot: plain(snapshot) as QueueSnapshot })),
        unreachable: (reason: string | Error) =>
          reports.take(() => say({ type: 'unreachable', call, reason: reasonOf(reason) })),
      };
      target.watch(queueId as string, observer, signal);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    },
  };
}

async function answer({ call, member, args }: Call, members: Members): Promise<void> {
  const abort = new AbortController();
  calls.set(call, abort);
  try {
    say({ type: 'answered', call, answer: await members[member]?.(args, abort.signal, call) });
  } catch (error) {
    say({ type: 'rejected', call, reason: reasonOf(error) });
  } finally {
    calls.delete(call);
  }
}

function limitedLog(): PluginLog {
  const limit = new ReportLimit(systemClock);
  const at = (level: keyof PluginLog) => (fields: object, message: string) =>
    limit.take(() => say({ type: 'log', level, fields: plain(fields), message: String(message) }));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What a plugin logs or reports may hold what does not pass between threads. */
function plain(fields: object): object {
  try {
    return JSON.parse(JSON.stringify(fields)) as object;
  } catch {
    return {};
  }
}
