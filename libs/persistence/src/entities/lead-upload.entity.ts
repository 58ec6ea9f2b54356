import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Campaign } from './campaign.entity.js';
import { instant } from './instant.js';

/** What became of the last upload of leads into a campaign. Kept for some days. */
@Entity('lead_upload')
export class LeadUpload {
  @PrimaryColumn('uuid') @ForeignKey(() => Campaign, { onDelete: 'CASCADE' }) campaignId!: string;
  @Column(instant) finishedAt!: Date;
  /** Rows of the file, without the header: those loaded, duplicate and rejected. */
  @Column('integer') read!: number;
  @Column('integer') loaded!: number;
  @Column('integer') duplicates!: number;
  @Column('integer') rejected!: number;
}
