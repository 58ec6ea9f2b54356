import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Lead } from './lead.entity.js';
import { instant } from './instant.js';

/** A lead in the hands of a node: from the decision to call it until its outcome is stored. */
@Entity('claim')
// One number is in at most one call at a time, over all campaigns.
@Unique(['phone'])
export class Claim {
  // Without cascade: a lead cannot be removed under its call, whose record would be lost with the claim.
  @PrimaryColumn('bigint') @ForeignKey(() => Lead) leadId!: string;
  @Column('uuid') campaignId!: string;
  @Column('text') phone!: string;
  /** The number of the attempt this is, from 1. */
  @Column('smallint') attempt!: number;
  /** Which claim this is: a lead that is given back and claimed again has another. */
  @Column('uuid') token!: string;
  @Column('text') node!: string;
  @Column(instant) claimedAt!: Date;
  /** Both are set before the INVITE leaves: without them there was no call. */
  @Column('text', { nullable: true }) port!: string | null;
  @Column({ ...instant, nullable: true }) diallingAt!: Date | null;
}
