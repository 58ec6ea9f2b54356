import type { Action } from '../../core/session/session';

/** The pages of a campaign, each with what a role has to be allowed to see it. */
export const CAMPAIGN_TABS = [
  { path: 'live', label: 'campaign.tab.live', action: 'campaign:read' },
  { path: 'summary', label: 'campaign.tab.summary', action: 'campaign:read' },
  { path: 'schedule', label: 'campaign.tab.schedule', action: 'schedule:read' },
  { path: 'leads', label: 'campaign.tab.leads', action: 'lead:read' },
  { path: 'call-records', label: 'campaign.tab.callRecords', action: 'call-record:read' },
] as const satisfies readonly { path: string; label: string; action: Action }[];
