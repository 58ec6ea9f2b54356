import type { LeadResult } from '@marcador/domain/lead-status.js';
import { Batcher } from '@marcador/platform/batcher.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CallRecord, type NewCallRecord } from '../entities/call-record.entity.js';
import { SQL_STATE, sqlStateOf } from '../sql-state.js';
import * as sql from './lead-claims.sql.js';

/** A lead in the hands of this node. Nobody else has it, nor any other lead of its number, until it is settled. */
export interface ClaimedLead {
  readonly leadId: string;
  readonly campaignId: string;
  readonly name: string;
  /** E.164 digits. */
  readonly phone: string;
  /** The number of the attempt this would be, from 1. */
  readonly attempt: number;
  /** The identity of the claim: another claim of the same lead has another. */
  readonly token: string;
  readonly claimedAt: Date;
}

/** A claim that a node left behind. */
export interface LeftOverClaim extends ClaimedLead {
  readonly node: string;
  /** Both are `null` when no INVITE can have left. */
  readonly port: string | null;
  readonly diallingAt: Date | null;
}

/** What became of a claimed lead. */
export interface Settlement {
  readonly leadId: string;
  /** Of the claim that it ends. */
  readonly token: string;
  /** How often the lead has been called, this call included if it counts. */
  readonly attempts: number;
  readonly result: LeadResult;
  /** When it is due again; `undefined`: it is finished. */
  readonly nextAttemptAt: Date | undefined;
  readonly record: NewCallRecord;
  /** What the detector heard, where it is kept: an `AmdExplanation` of the plugin API. */
  readonly amdExplanation?: object | undefined;
}

/** The INVITE of a claimed lead is about to leave. */
interface DiallingMark {
  readonly leadId: string;
  readonly token: string;
  readonly port: string;
  readonly at: Date;
}

const LARGEST_BATCH = 500;
const DEADLOCK_RETRIES = 3;

/**
 * The hot path: which lead is called by whom.
 *
 * Guaranteed: a lead, and a number over all campaigns, is in at most one claim at a time, whatever number of nodes
 * claim at once; each member resolves only when its effect is durable. Not guaranteed: that `claim` finds as many leads
 * as it could, when others claim at the same moment.
 */
@Injectable()
export class LeadClaims {
  private readonly settlements: Batcher<Settlement, void>;
  private readonly marks: Batcher<DiallingMark, boolean>;
  private readonly settleStatement: string;

  constructor(private readonly dataSource: DataSource) {
    this.settlements = new Batcher((batch) => this.write(batch), {
      largest: LARGEST_BATCH,
      isItemsFault: isDataFault,
    });
    this.marks = new Batcher((batch) => this.mark(batch), { largest: LARGEST_BATCH });
    this.settleStatement = sql.settle(this.recordColumns().map(({ databaseName }) => databaseName));
  }

  /**
   * Takes up to `count` leads that are due at `now`, those due longest first.
   *
   * @param token a new UUID: when this rejects, it is not known what was taken, and `abandon` gives it back
   */
  async claim(
    campaignId: string,
    count: number,
    node: string,
    now: Date,
    token: string,
  ): Promise<ClaimedLead[]> {
    const rows = await this.query<Pick<ClaimedLead, 'leadId' | 'name' | 'phone' | 'attempt'>>(sql.CLAIM, [
      campaignId,
      count,
      node,
      now,
      token,
    ]);
    return rows.map((row) => ({ ...row, campaignId, token, claimedAt: now }));
  }

  /**
   * Notes that the INVITE is about to leave. MUST have resolved before it does.
   * @throws Error when the claim is gone: then there may be no call
   */
  async markDialling(lead: Pick<ClaimedLead, 'leadId' | 'token'>, port: string, at: Date): Promise<void> {
    const { leadId, token } = lead;
    if (!(await this.marks.add({ leadId, token, port, at })))
      throw new Error(`Lead ${leadId} is not claimed any more: it must not be dialled.`);
  }

  /**
   * Gives the lead back uncalled: no attempt is counted, no record is made. Does nothing when the claim is gone, also
   * when the lead has been claimed again.
   *
   * @param notBefore when it is due again, where that is later than it was
   */
  async release({ leadId, token }: Pick<ClaimedLead, 'leadId' | 'token'>, notBefore?: Date): Promise<void> {
    await this.query(sql.RELEASE, [leadId, token, notBefore]);
  }

  /** Gives back what a `claim` that rejected may have taken: all with its token, except what is marked as dialling. */
  async abandon(token: string): Promise<void> {
    await this.query(sql.AWAIT_CLAIM, [token]);
    await this.query(sql.ABANDON, [token]);
  }

  /**
   * Writes the outcome, all or nothing: the call record, the lead's status and next attempt, the end of the claim.
   *
   * The campaign's maximum of attempts as it is now has the last word on whether the lead is finished. Settling a claim
   * that is gone changes nothing, also when the lead has been claimed again, so a settlement whose fate is not known (the connection broke) can be repeated.
   */
  settle(settlement: Settlement): Promise<void> {
    return this.settlements.add(settlement);
  }

  /**
   * All claims, whatever node made them, oldest first. Before this process claims they are those of former lives, for
   * one process works on a database at a time.
   */
  leftOver(): Promise<LeftOverClaim[]> {
    return this.query<LeftOverClaim>(sql.LEFT_OVER, []);
  }

  /** When the next lead is due that nobody has claimed; `undefined` when there is none to come. */
  async nextDueAt(campaignId: string): Promise<Date | undefined> {
    const [next] = await this.query<{ at: Date }>(sql.NEXT_DUE_AT, [campaignId]);
    return next?.at;
  }

  /** The number of a lead of the campaign that waits for its next call, due or not; none of `except`. */
  async waitingNumber(campaignId: string, except: readonly string[]): Promise<string | undefined> {
    const [lead] = await this.query<{ phone: string }>(sql.WAITING_NUMBER, [campaignId, except]);
    return lead?.phone;
  }

  /** How many leads of the campaign are not finished, those in calls included. */
  async unfinished(campaignId: string): Promise<number> {
    const [row] = await this.query<{ leads: string }>(sql.UNFINISHED, [campaignId]);
    return Number(row?.leads);
  }

  /** Whether `unfinished` is above zero, without counting. */
  async hasUnfinished(campaignId: string): Promise<boolean> {
    const [row] = await this.query<{ unfinished: boolean }>(sql.HAS_UNFINISHED, [campaignId]);
    return row?.unfinished === true;
  }

  /** @returns for each whether its claim is still there */
  private async mark(batch: readonly DiallingMark[]): Promise<boolean[]> {
    const rows = await this.query<Pick<ClaimedLead, 'leadId' | 'token'>>(sql.MARK_DIALLING, [
      batch.map(({ leadId }) => leadId),
      batch.map(({ token }) => token),
      batch.map(({ port }) => port),
      batch.map(({ at }) => at),
    ]);
    const marked = new Set(rows.map(claimKey));
    return batch.map((mark) => marked.has(claimKey(mark)));
  }

  private async write(batch: readonly Settlement[]): Promise<void[]> {
    await this.query(this.settleStatement, [
      JSON.stringify(batch.map((settlement) => this.toRow(settlement))),
    ]);
    return batch.map(() => undefined);
  }

  private toRow({ leadId, token, attempts, result, nextAttemptAt, record, amdExplanation }: Settlement) {
    const { status, subReason, final } = result;
    // What is left out becomes null as well, and has not to be sent and read: most calls are not answered.
    const columns = this.recordColumns().map((column) => [
      column.databaseName,
      record[column.propertyName as keyof NewCallRecord] ?? undefined,
    ]);
    return {
      lead_id: leadId,
      token,
      attempts,
      status,
      sub_reason: subReason,
      final: final ?? false,
      next_attempt_at: nextAttemptAt,
      ended_at: record.endedAt,
      explanation: amdExplanation,
      record: Object.fromEntries(columns) as Record<string, unknown>,
    };
  }

  private recordColumns() {
    return this.dataSource.getMetadata(CallRecord).columns.filter((column) => !column.isGenerated);
  }

  /** A deadlock costs one of its parties the statement and nothing else. */
  private async query<T>(statement: string, parameters: unknown[]): Promise<T[]> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.dataSource.query<T[]>(statement, parameters);
      } catch (error) {
        if (sqlStateOf(error) !== SQL_STATE.deadlock || attempt === DEADLOCK_RETRIES) throw error;
      }
    }
  }
}

/** A claim is known by its lead and token. */
function claimKey({ leadId, token }: Pick<ClaimedLead, 'leadId' | 'token'>): string {
  return `${leadId} ${token}`;
}

/** SQLSTATE class 22 (a value does not fit) or 23 (a rule is broken). */
function isDataFault(error: unknown): boolean {
  return /^2[23]/.test(sqlStateOf(error) ?? '');
}
