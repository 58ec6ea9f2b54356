import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { instant } from './instant.js';

/** A plugin that was installed at run time: every node brings itself to what stands here. */
@Entity('plugin_package')
export class PluginPackage {
  @PrimaryGeneratedColumn('uuid') id!: string;
  /** Of the npm package. */
  @Column('text', { unique: true }) name!: string;
  @Column('text') version!: string;
  /** The range of versions of the plugin contract that it was made for. */
  @Column('text') api!: string;
  /** What it declares, such as `{ kind: 'dnc-provider', id: 'acme-dnc' }`. */
  @Column('jsonb') extensions!: { kind: string; id: string }[];
  /** Of the packed bytes, in hex. */
  @Column('text') sha512!: string;
  /** The .tgz as it was uploaded. Read only by who unpacks it. */
  @Column('bytea', { select: false }) packed!: Buffer;
  @Column('boolean', { default: true }) enabled!: boolean;
  /** The user's name, as it then was. */
  @Column('text') uploadedBy!: string;
  @Column(instant) uploadedAt!: Date;
  /** The one that this version took the place of, to roll back to. */
  @Column('text', { nullable: true }) previousVersion!: string | null;
  /** Its .tgz. */
  @Column('bytea', { nullable: true, select: false }) previousPacked!: Buffer | null;
}
