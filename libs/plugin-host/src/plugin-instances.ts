import { randomUUID } from 'node:crypto';
import { message } from '@marcador/messages/message.js';
import type { Timer } from '@marcador/platform/clock.js';
import type {
  AmdDetector,
  DialTarget,
  DncProvider,
  ExtensionKind,
  Instance,
  PacingStrategy,
  PluginLog,
} from '@marcador/plugin-api';
import type { CallGate } from './call-gate.js';
import type { InstanceFigures } from './call-figures.js';
import type { ExtensionRegistry } from './extension-registry.js';
import { listenWith, type AmdAnalysisPlan } from './amd-analysis.js';
import { AmdGate } from './amd-gate.js';
import { presumedPerson } from './amd-verdict.js';
import { followsGreetings, limitOf } from './guarded-amd.js';
import { guardDnc, missingDnc, type GuardedDnc } from './guarded-dnc.js';
import { guardPacing, missingPacing } from './guarded-pacing.js';
import { GuardedTarget } from './guarded-target.js';
import { outOfService, type InstanceHealth } from './instance-health.js';
import { bringToLife, type Entry } from './instance-entry.js';
import type { InstanceRow } from './instance-store.js';
import { keepAnswers } from './kept-answers.js';
import { assertNoWorse, drain, healthOfEntry, retire } from './instance-succession.js';
import type { QuestionsUnderWay } from './questions-under-way.js';
import type { ExtensionName } from './packages/manifest.js';
import type { PluginHostTools } from './plugin-host-tools.js';
import { because, type Reason } from './reason.js';

const PACING_AGAIN_MS = 1000;
const MINUTE_MS = 60_000;
const NOT_CONFIGURED = because(message('not-configured'));
const CLOSED = because(message('shutting-down'));

/** A configured instance as health and the operators see it. */
export interface InstanceStatus {
  readonly id: string;
  readonly kind: string;
  readonly type: string;
  readonly name: string;
  readonly inService: boolean;
  /** Why it is out of service; present exactly then. */
  readonly reason?: string;
}

/**
 * The configured instances of this node, each behind the guard of its kind.
 *
 * An instance whose type is unknown, whose configuration fails its schema or whose `create` throws is out of service
 * with the reason; the others are not touched by it. The accessors always answer: for an instance that is missing or out
 * of service with a stand-in that lets nothing happen (`unknown`, `unreachable`, no call, a person).
 */
export class PluginInstances {
  private readonly entries = new Map<string, Entry>();
  /** Made once per instance id: whoever watches a queue keeps the object over a change of configuration. */
  private readonly targets = new Map<string, GuardedTarget>();
  /** Made once per instance: what is asked at the same time goes through the same guard. */
  private readonly guards = new WeakMap<Instance, GuardedDnc>();
  /** The same of detectors. */
  private readonly amdGates = new WeakMap<Instance, AmdGate>();
  private readonly pacingListeners: (() => void)[] = [];
  private pacingTimer: Timer | undefined;
  /** Why an id has no instance. */
  private absent = NOT_CONFIGURED;
  private change: Promise<void> = Promise.resolve();
  private isLoaded = false;

  constructor(
    private readonly registry: ExtensionRegistry,
    private readonly tools: PluginHostTools,
  ) {}

  /**
   * Puts all stored instances in service. To be called once, at start.
   * @throws what the store rejects with
   */
  async load(): Promise<void> {
    for (const row of await this.tools.store.all()) this.put(row);
    this.isLoaded = true;
  }

  /**
   * Takes up anew the instances of some types, which came or went. Before {@link load} there are none.
   * @throws what the store rejects with
   */
  reloadTypes(types: readonly ExtensionName[]): Promise<void> {
    return this.inTurn(async () => {
      if (!this.isLoaded) return;
      const rows = (await this.tools.store.all()).filter((row) => isOneOf(types, row));
      const former = rows.map(({ id }) => this.entries.get(id));
      for (const row of rows) this.put(row);
      await Promise.all(former.map((entry) => retire(entry, this.tools)));
    });
  }

  /**
   * Lets the instances of a plugin pass over to its next version: they are made beside those in service, and take
   * their places when each of them is as healthy as the one before. Those are closed when they have answered what they
   * were asked. When one is worse, or `commit` fails, everything stays as it was.
   * @param types of the former version and of the next
   * @param next the registry with the next version, which then becomes this one's
   * @param commit what makes the change last
   * @throws MessageError that names the instance which is worse, and why; or what `commit` rejects with
   */
  passOver(
    types: readonly ExtensionName[],
    next: ExtensionRegistry,
    commit: () => Promise<void>,
  ): Promise<void> {
    return this.inTurn(async () => {
      const former = [...this.entries.values()].filter(({ row }) => isOneOf(types, row));
      const made = former.map(({ row }) => this.bringToLife(row, next));
      try {
        await Promise.all(made.map((entry, n) => assertNoWorse(entry, former[n], this.tools.clock)));
        await commit();
      } catch (error) {
        await Promise.all(made.map((entry) => retire(entry, this.tools)));
        throw error;
      }
      this.registry.become(next);
      for (const entry of made) {
        this.entries.set(entry.row.id, entry);
        this.engage(entry.row.id);
      }
      await Promise.all(former.map((entry) => drain(entry, this.tools)));
    });
  }

  /**
   * Takes up an instance that was added or changed, or retires one that is no longer stored.
   * @throws what the store rejects with; the instance then serves on as it was
   */
  reload(id: string): Promise<void> {
    return this.inTurn(async () => {
      const row = await this.tools.store.find(id);
      const former = this.entries.get(id);
      if (row === undefined) this.drop(id);
      else this.put(row);
      await retire(former, this.tools);
    });
  }

  /** Retires an instance that was removed. */
  remove(id: string): Promise<void> {
    return this.inTurn(async () => {
      const former = this.entries.get(id);
      this.drop(id);
      await retire(former, this.tools);
    });
  }

  /** Retires all instances. Resolves after 5 s at the latest, also when one of them does not close. */
  close(): Promise<void> {
    return this.inTurn(async () => {
      this.absent = CLOSED;
      this.pacingTimer?.cancel();
      const all = [...this.entries.values()];
      for (const { row } of all) this.drop(row.id);
      await Promise.all(all.map((entry) => retire(entry, this.tools)));
    });
  }

  /** Asks `health` of values that are not saved. Never rejects; values that fail the schema are unhealthy. */
  async test(kind: ExtensionKind, type: string, config: unknown): Promise<InstanceHealth> {
    // An id of its own: the test must not be taken for the instance that is in service with other values.
    const entry = this.bringToLife({ id: randomUUID(), kind, type, name: 'test', config });
    const report = await healthOfEntry(entry, this.tools.clock);
    await retire(entry, this.tools);
    return report;
  }

  dnc(instanceId: string): GuardedDnc {
    const found = this.inService<DncProvider>(instanceId, 'dnc-provider');
    if (found.instance === undefined) return missingDnc(found.reason);
    let guard = this.guards.get(found.instance);
    if (guard === undefined) {
      const { questions, row } = found;
      const guarded = guardDnc(found.instance, found.gate, this.tools.clock);
      const asked: GuardedDnc = {
        check: (number, occasion) => questions.during(() => guarded.check(number, occasion)),
        listDate: () => questions.during(() => guarded.listDate()),
      };
      const keepMs = this.keepsAnswersMs(row);
      guard = keepMs === 0 ? asked : { ...asked, ...keepAnswers(asked, keepMs, this.tools.clock) };
      this.guards.set(found.instance, guard);
    }
    return guard;
  }

  /** The same object for the same id, whatever happens to the instance; see {@link GuardedTarget}. */
  target(instanceId: string): GuardedTarget {
    let target = this.targets.get(instanceId);
    if (target === undefined) {
      target = new GuardedTarget(this.tools.clock, this.absent);
      this.targets.set(instanceId, target);
      this.engage(instanceId);
    }
    return target;
  }

  /** How the next call is analysed, which then has to be. */
  amd(instanceId: string): AmdAnalysisPlan {
    const row = this.entries.get(instanceId)?.row;
    const found = this.inService<AmdDetector>(instanceId, 'amd-detector');
    const module = row && this.registry.find(row.kind, row.type)?.module;
    const limitMs = found.instance === undefined ? 0 : limitOf(found.instance);
    const nobody: AmdAnalysisPlan = { kind: 'decided', verdict: presumedPerson('detector-failed', 0) };
    if (found.instance === undefined || row === undefined || module === undefined || limitMs === 0)
      return nobody;
    const ended = this.amdGate(found.instance, row).begin();
    if (ended === undefined) return nobody;
    return listenWith({ module, type: row.type, instanceId, config: row.config }, limitMs, ended);
  }

  /** Whether campaigns with this detector can leave messages at machines; of one that is out of service nobody knows. */
  followsGreetings(instanceId: string): boolean {
    const { instance } = this.inService<AmdDetector>(instanceId, 'amd-detector');
    return instance === undefined || followsGreetings(instance);
  }

  pacing(instanceId: string): PacingStrategy {
    const found = this.inService<PacingStrategy>(instanceId, 'pacing-strategy');
    return found.instance === undefined
      ? missingPacing()
      : guardPacing(found.instance, found.gate, this.tools.log, () => this.paceAgain());
  }

  /** Asks a configured instance how it fares. Never rejects. */
  async health(instanceId: string): Promise<InstanceHealth> {
    const entry = this.entries.get(instanceId);
    return entry === undefined ? outOfService(this.absent) : healthOfEntry(entry, this.tools.clock);
  }

  /**
   * Calls back each time a strategy may have another answer than before: an isolated one has answered, or one that failed is
   * to be asked again.
   */
  onPacingChange(listener: () => void): void {
    this.pacingListeners.push(listener);
  }

  /** How the calls of an instance that is in service went; `undefined` for any other. */
  figures(instanceId: string): InstanceFigures | undefined {
    const entry = this.entries.get(instanceId);
    if (entry?.instance === undefined) return undefined;
    const { kind, instance, row, gate } = entry;
    return (kind === 'amd-detector' ? this.amdGate(instance, row) : gate).figures();
  }

  /** The name that administrators gave to the instance. */
  name(instanceId: string): string | undefined {
    return this.entries.get(instanceId)?.row.name;
  }

  list(): readonly InstanceStatus[] {
    return [...this.entries.values()].map((entry) => {
      const { id, kind, type, name } = entry.row;
      const fault = entry.instance === undefined ? entry.reason : entry.isolated?.fault;
      return fault === undefined
        ? { id, kind, type, name, inService: true }
        : { id, kind, type, name, inService: false, reason: fault.reason };
    });
  }

  private amdGate(detector: Instance, { id: instanceId, type }: InstanceRow): AmdGate {
    let gate = this.amdGates.get(detector);
    if (gate === undefined) {
      const { clock, log } = this.tools;
      const error: PluginLog['error'] = (fields, text) =>
        log.error({ ...fields, plugin: type, instanceId }, text);
      gate = new AmdGate(clock, { error });
      this.amdGates.set(detector, gate);
    }
    return gate;
  }

  private paceAgain(): void {
    this.pacingTimer ??= this.tools.clock.setTimer(PACING_AGAIN_MS, () => {
      this.pacingTimer = undefined;
      this.tellPacing();
    });
  }

  private tellPacing(): void {
    for (const listener of this.pacingListeners) listener();
  }

  private put(row: InstanceRow): void {
    const entry = this.bringToLife(row);
    if (entry.instance === undefined) {
      this.tools.log.error(
        { instanceId: row.id, plugin: row.type, reason: entry.reason.reason },
        'Instance out of service',
      );
    }
    this.entries.set(row.id, entry);
    this.engage(row.id);
  }

  private drop(id: string): void {
    this.entries.delete(id);
    this.engage(id);
  }

  private bringToLife(row: InstanceRow, registry = this.registry): Entry {
    return bringToLife(row, registry, this.tools, () => this.tellPacing());
  }

  /** Lets the instance's target, if anybody holds it, follow what is in service now. */
  private engage(id: string): void {
    const target = this.targets.get(id);
    if (target === undefined) return;
    const found = this.inService<DialTarget>(id, 'dial-target');
    if (found.instance === undefined) target.suspend(found.reason);
    else target.serve(found.instance, found.gate);
  }

  private inService<I extends Instance>(
    id: string,
    kind: ExtensionKind,
  ):
    | {
        readonly instance: I;
        readonly row: InstanceRow;
        readonly gate: CallGate;
        readonly questions: QuestionsUnderWay;
      }
    | { readonly instance: undefined; readonly reason: Reason } {
    const entry = this.entries.get(id);
    if (entry === undefined) return { instance: undefined, reason: this.absent };
    if (entry.instance === undefined) return { instance: undefined, reason: entry.reason };
    if (entry.kind !== kind) {
      return {
        instance: undefined,
        reason: because(message('wrong-kind', { name: entry.row.name })),
      };
    }
    return { ...entry, instance: entry.instance as I };
  }

  private keepsAnswersMs({ kind, type, keepAnswersMinutes = 0 }: InstanceRow): number {
    return this.registry.find(kind, type)?.keepsNumbers === true ? 0 : keepAnswersMinutes * MINUTE_MS;
  }

  /** One change after another, so that the last one asked for is the one that stays. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.change.then(work);
    this.change = done.catch(() => undefined);
    return done;
  }
}

function isOneOf(types: readonly ExtensionName[], row: InstanceRow): boolean {
  return types.some(({ kind, id }) => kind === row.kind && id === row.type);
}
