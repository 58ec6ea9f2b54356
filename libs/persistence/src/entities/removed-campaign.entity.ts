import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Group } from './group.entity.js';
import { instant } from './instant.js';

/** What is left of a campaign that was removed: who may see its call records. */
@Entity('removed_campaign')
export class RemovedCampaign {
  /** The campaign's. */
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** The group that it belonged to at last. */
  @Index() @Column('uuid') @ForeignKey(() => Group) groupId!: string;
  @Column(instant) removedAt!: Date;
}
