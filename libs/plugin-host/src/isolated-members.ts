import type {
  DialTarget,
  DncProvider,
  ExtensionKind,
  Instance,
  PacingState,
  PacingStrategy,
} from '@marcador/plugin-api';
import type { Clock } from '@marcador/platform/clock.js';
import type { IsolatedInstance } from './isolated-instance.js';
import { errorOf, reasonOf } from './reason.js';

const WATCH_PAUSE_MS = 1000;
/** The strategy is asked again about a state that it has answered for when the answer is older. */
const PACING_ANSWER_MS = 1000;
const PACING_STATES = 1000;

/**
 * An instance whose members call the isolated one. What comes back is as unknown as from any plugin: the guard is around it.
 * @param onPacing a strategy answered something else than what was told before
 */
export function isolatedMembers(
  kind: ExtensionKind,
  isolated: IsolatedInstance,
  clock: Clock,
  onPacing: () => void,
): Instance {
  const common = {
    health: (signal: AbortSignal) => isolated.call('health', [], signal) as never,
    close: () => isolated.close(),
  };
  switch (kind) {
    case 'dnc-provider':
      return { ...common, ...dncMembers(isolated) };
    case 'pacing-strategy':
      return { ...common, ...new IsolatedPacing(isolated, clock, onPacing).members };
    case 'dial-target':
      return Object.defineProperties(
        common,
        Object.getOwnPropertyDescriptors(targetMembers(isolated, clock)),
      );
    default:
      throw new Error(`A ${kind} cannot be isolated: its analyses run in media workers anyway.`);
  }
}

function dncMembers(isolated: IsolatedInstance): DncProvider {
  return {
    check: (number, { signal, ...occasion }) => isolated.call('check', [number, occasion], signal) as never,
    listDate: (signal) => isolated.call('listDate', [], signal) as never,
  };
}

function targetMembers(isolated: IsolatedInstance, clock: Clock): DialTarget {
  return {
    queues: (signal) => isolated.call('queues', [], signal) as never,
    watch: (queueId, observer, signal) => {
      const begin = async (): Promise<void> => {
        try {
          await isolated.call('watch', [queueId], signal, {
            update: (snapshot) => observer.update(snapshot),
            unreachable: (reason) => observer.unreachable(errorOf(reason)),
          });
        } catch (error) {
          if (signal.aborted) return;
          observer.unreachable(errorOf(reasonOf(error)));
          const timer = clock.setTimer(WATCH_PAUSE_MS, () => void begin());
          signal.addEventListener('abort', () => timer.cancel());
        }
      };
      void begin();
    },
    get agents() {
      if (!isolated.has('agents')) return undefined as never;
      return (queueId: string, signal: AbortSignal) => isolated.call('agents', [queueId], signal) as never;
    },
  };
}

interface Told {
  calls: number;
  answeredAt: number;
  failure: Error | undefined;
  asking: boolean;
}

/**
 * A strategy answers at once, a thread does not: what it answered last for the same state is told, at first 0, and whoever
 * asks is woken when the answer is another one, or none came. Strategies are pure, so an answer is as good a moment later.
 */
class IsolatedPacing {
  private readonly told = new Map<string, Told>();

  constructor(
    private readonly isolated: IsolatedInstance,
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {}

  get members(): PacingStrategy {
    return { callsToBegin: (state) => this.callsToBegin(state) };
  }

  private callsToBegin(state: PacingState): number {
    const told = this.toldOf(JSON.stringify(state));
    const now = this.clock.now().getTime();
    if (!told.asking && now - told.answeredAt >= PACING_ANSWER_MS) void this.ask(state, told);
    if (told.failure !== undefined) throw told.failure;
    return told.calls;
  }

  private toldOf(key: string): Told {
    let told = this.told.get(key);
    if (told === undefined) {
      if (this.told.size >= PACING_STATES) this.told.clear();
      told = { calls: 0, answeredAt: -Infinity, failure: undefined, asking: false };
      this.told.set(key, told);
    }
    return told;
  }

  private async ask(state: PacingState, told: Told): Promise<void> {
    told.asking = true;
    const before = told.failure === undefined ? told.calls : 0;
    try {
      told.calls = (await this.isolated.call('callsToBegin', [state])) as number;
      told.failure = undefined;
    } catch (error) {
      told.calls = 0;
      told.failure = errorOf(reasonOf(error));
    }
    told.asking = false;
    told.answeredAt = this.clock.now().getTime();
    if (told.failure !== undefined || told.calls !== before) this.onChange();
  }
}
