import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Group } from './group.entity.js';
import { instant } from './instant.js';

/** A recorded message that campaigns of its group leave at answering machines. Never changed. */
@Entity('recording')
@Index(['groupId', 'name'], { unique: true })
export class Recording {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') @ForeignKey(() => Group) groupId!: string;
  @Column('text') name!: string;
  @Column('integer') durationMs!: number;
  /** Of the samples, in hex. */
  @Column('text') sha256!: string;
  /** 16-bit linear PCM, little-endian, mono, 8000 Hz. Read only where it is asked for by name. */
  @Column('bytea', { select: false }) samples!: Buffer;
  /** The user's name, as it then was. */
  @Column('text') uploadedBy!: string;
  @Column(instant) uploadedAt!: Date;
}
