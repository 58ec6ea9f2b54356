/** When it is worth asking the database for a due lead of a campaign, so that nobody has to ask again and again. */
export class LeadPool {
  private lookAt = 0;
  private changes = 0;

  /** The time of the next look; `undefined`: only once a call has ended. */
  get nextLook(): Date | undefined {
    return this.lookAt === Infinity ? undefined : new Date(this.lookAt);
  }

  mayHaveDueLead(now: Date): boolean {
    return this.lookAt <= now.getTime();
  }

  /** A lead will be due at this time. */
  expectLead(at: Date): void {
    this.changes++;
    this.lookAt = Math.min(this.lookAt, at.getTime());
  }

  /** Nothing can be had before this time. */
  postpone(until: Date): void {
    this.lookAt = until.getTime();
  }

  /**
   * Finds out when a lead is due again, none being due now. A lead that came to be expected meanwhile may be missing
   * in the answer, so the answer then counts for nothing.
   */
  async lookAhead(nextDue: () => Promise<Date | undefined>): Promise<void> {
    const before = this.changes;
    const at = await nextDue();
    if (before === this.changes) this.lookAt = at === undefined ? Infinity : at.getTime();
  }
}
