import type { LeadStatus } from '@marcador/domain/lead-status.js';
import type {
  ClaimedLead,
  LeadClaims,
  LeftOverClaim,
  Settlement,
} from '@marcador/persistence/leads/lead-claims.js';

interface FakeLead {
  readonly leadId: string;
  readonly campaignId: string;
  readonly phone: string;
  status: LeadStatus;
  attempts: number;
  next: Date | undefined;
  claim:
    | {
        node: string;
        token: string;
        attempt: number;
        claimedAt: Date;
        port: string | null;
        diallingAt: Date | null;
      }
    | undefined;
}

/** The leads of a test in memory, by the rules of the claims in the database. */
export class FakeClaims implements Pick<LeadClaims, keyof LeadClaims> {
  /** While set, everything fails as with a database that is away. */
  failure: Error | undefined;

  /** Claims over the same lists are connections of several processes to one database. */
  constructor(
    readonly leads: FakeLead[] = [],
    readonly settled: Settlement[] = [],
  ) {}

  add(campaignId: string, phones: readonly string[], due: Date): void {
    for (const phone of phones) {
      const leadId = String(this.leads.length + 1);
      this.leads.push({
        leadId,
        campaignId,
        phone,
        status: 'NOT_CALLED',
        attempts: 0,
        next: due,
        claim: undefined,
      });
    }
  }

  async claim(
    campaignId: string,
    count: number,
    node: string,
    now: Date,
    token: string,
  ): Promise<ClaimedLead[]> {
    await this.answer();
    const busy = new Set(this.leads.filter((lead) => lead.claim !== undefined).map((lead) => lead.phone));
    const due = this.leads
      .filter((lead) => lead.campaignId === campaignId && lead.claim === undefined && !busy.has(lead.phone))
      .filter((lead) => lead.next !== undefined && lead.next <= now)
      .sort((a, b) => Number(a.next) - Number(b.next))
      .slice(0, count);
    return due.map((lead) => {
      lead.claim = { node, token, attempt: lead.attempts + 1, claimedAt: now, port: null, diallingAt: null };
      const { leadId, phone, status } = lead;
      return {
        leadId,
        campaignId,
        name: `Lead ${leadId}`,
        phone,
        status,
        attempt: lead.attempts + 1,
        token,
        claimedAt: now,
      };
    });
  }

  async markDialling(claimed: Pick<ClaimedLead, 'leadId' | 'token'>, port: string, at: Date): Promise<void> {
    await this.answer();
    const claim = this.held(claimed)?.claim;
    if (claim === undefined) throw new Error(`Lead ${claimed.leadId} is not claimed any more.`);
    Object.assign(claim, { port, diallingAt: at });
  }

  async release(claimed: Pick<ClaimedLead, 'leadId' | 'token'>, notBefore?: Date): Promise<void> {
    await this.answer();
    const lead = this.held(claimed);
    if (lead === undefined) return;
    lead.claim = undefined;
    if (lead.next !== undefined && notBefore !== undefined && lead.next < notBefore) lead.next = notBefore;
  }

  async waitingNumber(campaignId: string, except: readonly string[]): Promise<string | undefined> {
    await this.answer();
    return this.leads
      .filter((lead) => lead.campaignId === campaignId && lead.claim === undefined && lead.next !== undefined)
      .find(({ phone }) => !except.includes(phone))?.phone;
  }

  async abandon(token: string): Promise<void> {
    await this.answer();
    for (const lead of this.leads)
      if (lead.claim?.token === token && lead.claim.diallingAt === null) lead.claim = undefined;
  }

  async settle(settlement: Settlement): Promise<void> {
    await this.answer();
    const lead = this.held(settlement);
    if (lead === undefined) return;
    this.settled.push(settlement);
    lead.claim = undefined;
    lead.attempts = settlement.attempts;
    lead.status = settlement.result.status;
    lead.next = settlement.nextAttemptAt;
  }

  async leftOver(): Promise<LeftOverClaim[]> {
    await this.answer();
    return this.leads.flatMap(({ leadId, campaignId, phone, claim, status }) =>
      claim === undefined ? [] : [{ leadId, campaignId, phone, name: '', status, ...claim }],
    );
  }

  async nextDueAt(campaignId: string): Promise<Date | undefined> {
    await this.answer();
    const times = this.leads
      .filter((lead) => lead.campaignId === campaignId && lead.claim === undefined)
      .flatMap(({ next }) => (next === undefined ? [] : [next.getTime()]));
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  }

  async unfinished(campaignId: string): Promise<number> {
    await this.answer();
    return this.leads.filter((lead) => lead.campaignId === campaignId && lead.next !== undefined).length;
  }

  async hasUnfinished(campaignId: string): Promise<boolean> {
    return (await this.unfinished(campaignId)) > 0;
  }

  private held({ leadId, token }: Pick<ClaimedLead, 'leadId' | 'token'>): FakeLead | undefined {
    return this.leads.find((lead) => lead.leadId === leadId && lead.claim?.token === token);
  }

  private async answer(): Promise<void> {
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
  }
}
