import type { CampaignView, ScheduleEntryView } from '../../../core/api/schema';

/** A further day, one that is there, or the hours of today and all days to come. */
export type ScheduleChange =
  | { readonly kind: 'add' }
  | { readonly kind: 'one'; readonly entry: ScheduleEntryView }
  | { readonly kind: 'all' };

export interface ScheduleDialogData {
  readonly campaign: CampaignView;
  readonly change: ScheduleChange;
}
