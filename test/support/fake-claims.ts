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
    | { node: string; attempt: number; claimedAt: Date; port: string | null; diallingAt: Date | null }
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

  async claim(campaignId: string, count: number, node: string, now: Date): Promise<ClaimedLead[]> {
    await this.answer();
    const busy = new Set(this.leads.filter((lead) => lead.claim !== undefined).map((lead) => lead.phone));
    const due = this.leads
      .filter((lead) => lead.campaignId === campaignId && lead.claim === undefined && !busy.has(lead.phone))
      .filter((lead) => lead.next !== undefined && lead.next <= now)
      .sort((a, b) => Number(a.next) - Number(b.next))
      .slice(0, count);
    return due.map((lead) => {
      lead.claim = { node, attempt: lead.attempts + 1, claimedAt: now, port: null, diallingAt: null };
      const { leadId, phone, status } = lead;
      return {
        leadId,
        campaignId,
        name: `Lead ${leadId}`,
        phone,
        status,
        attempt: lead.attempts + 1,
        claimedAt: now,
      };
    });
  }

  async markDialling(leadId: string, port: string, at: Date): Promise<void> {
    await this.answer();
    Object.assign(this.lead(leadId).claim ?? {}, { port, diallingAt: at });
  }

  async release(leadId: string): Promise<void> {
    await this.answer();
    this.lead(leadId).claim = undefined;
  }

  async settle(settlement: Settlement): Promise<void> {
    await this.answer();
    const lead = this.lead(settlement.leadId);
    this.settled.push(settlement);
    lead.claim = undefined;
    lead.attempts = settlement.attempts;
    lead.status = settlement.result.status;
    lead.next = settlement.nextAttemptAt;
  }

  async leftOver(node: string): Promise<LeftOverClaim[]> {
    await this.answer();
    return this.leads.flatMap(({ leadId, campaignId, phone, claim, status }) =>
      claim?.node === node ? [{ leadId, campaignId, phone, name: '', status, ...claim }] : [],
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

  private lead(leadId: string): FakeLead {
    const lead = this.leads.find((each) => each.leadId === leadId);
    if (lead === undefined) throw new Error(`No lead ${leadId}.`);
    return lead;
  }

  private async answer(): Promise<void> {
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
  }
}
