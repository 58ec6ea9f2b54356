import { daysSince, isTooOld, type ListAgeRule } from '@marcador/domain/list-age.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';

/** A do-not-call list that is older than allowed. */
export interface OldList {
  /** Name of the do-not-call service. */
  readonly service: string;
  /** The day that it is of, `YYYY-MM-DD`; `null`: nobody knows. */
  readonly listDate: string | null;
  /** Since then; `null`: nobody knows. */
  readonly days: number | null;
  /** The most that are allowed. */
  readonly oldestDays: number;
  /** Whether the campaigns that use it begin no calls. */
  readonly stops: boolean;
}

/** Where the ages of lists are known. */
export interface ListAgeSources {
  /** `undefined`: the service's list may be of any age. */
  ruleOf(instanceId: string): Promise<ListAgeRule | undefined>;
  /** The day that it is of, `YYYY-MM-DD`. */
  dateOf(instanceId: string): Promise<string | undefined>;
  name(instanceId: string): string;
}

/**
 * How old the lists of do-not-call services are, as it was when they were last looked at: before a campaign is taken up,
 * when somebody changes a list or what is allowed, and once a minute.
 */
export class ListAges {
  /** Those that may not be of any age. */
  private readonly looked = new Map<string, { rule: ListAgeRule; listDate: string | undefined }>();
  private readonly looks = new Map<string, Promise<void>>();

  constructor(
    private readonly sources: ListAgeSources,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Looks at the lists. Rejects when it cannot be found out what is allowed: what was known before stays. */
  async look(instanceIds: readonly string[]): Promise<void> {
    await Promise.all(instanceIds.map((instanceId) => this.lookAt(instanceId)));
  }

  /** As {@link look}, and what cannot be found out is logged. */
  async lookAgain(instanceIds: readonly string[]): Promise<void> {
    await this.look(instanceIds).catch((error: unknown) =>
      this.log.warn({ err: error }, 'The age of do-not-call lists could not be found out: will try again'),
    );
  }

  /** Which lists are too old now, of those that were looked at. */
  tooOld(instanceIds: readonly string[]): readonly OldList[] {
    const now = this.clock.now();
    return instanceIds.flatMap((instanceId) => {
      const looked = this.looked.get(instanceId);
      if (looked === undefined || !isTooOld(looked.rule, looked.listDate, now)) return [];
      const { rule, listDate } = looked;
      const days = listDate === undefined ? null : daysSince(listDate, now);
      return { service: this.sources.name(instanceId), listDate: listDate ?? null, days, ...rule };
    });
  }

  /** One after the other for each list, so that what was found out last is what stays. */
  private lookAt(instanceId: string): Promise<void> {
    const before = this.looks.get(instanceId) ?? Promise.resolve();
    const done = before.catch(() => undefined).then(() => this.findOut(instanceId));
    this.looks.set(instanceId, done);
    return done;
  }

  private async findOut(instanceId: string): Promise<void> {
    const rule = await this.sources.ruleOf(instanceId);
    if (rule === undefined) this.looked.delete(instanceId);
    else this.looked.set(instanceId, { rule, listDate: await this.sources.dateOf(instanceId) });
  }
}
