import { LiveProgress } from '@marcador/dialing/live-progress.js';
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** What people change of campaigns and groups by this node's API. */
@Injectable()
export class CampaignChanges {
  private readonly changed = new Subject<void>();
  /** There may be other campaigns now, or others may see them. */
  readonly all = this.changed.asObservable();

  constructor(private readonly progress: LiveProgress) {}

  /** A campaign was made. */
  made(): void {
    this.changed.next();
  }

  /** Something of this campaign is different, or of any of them where none is named. */
  of(campaignId?: string): void {
    this.progress.changedByHand(campaignId);
    this.changed.next();
  }
}
