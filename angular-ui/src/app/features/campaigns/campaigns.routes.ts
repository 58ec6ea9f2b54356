import type { Routes } from '@angular/router';
import { allowed } from '../../core/session/session.guard';
import { CampaignActions } from './campaign-actions';

export const routes: Routes = [
  {
    path: '',
    providers: [CampaignActions],
    children: [
      {
        path: '',
        loadComponent: async () => (await import('./campaign-list/campaign-list')).CampaignList,
      },
      {
        path: 'call-records',
        title: 'callRecord.title',
        canActivate: [allowed('call-record:read')],
        loadComponent: async () => (await import('./call-records/all-call-records')).AllCallRecords,
      },
      {
        path: 'recordings',
        title: 'recording.title',
        canActivate: [allowed('recording:read')],
        loadComponent: async () => (await import('./recordings/recording-list/recording-list')).RecordingList,
      },
      {
        path: ':id',
        loadComponent: async () => (await import('./campaign-page/campaign-page')).CampaignPage,
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'live' },
          {
            path: 'live',
            title: 'campaign.tab.live',
            loadComponent: async () => (await import('./live/live-view')).LiveView,
          },
          {
            path: 'summary',
            title: 'campaign.tab.summary',
            loadComponent: async () => (await import('./summary/summary')).Summary,
          },
          {
            path: 'schedule',
            title: 'campaign.tab.schedule',
            canActivate: [allowed('schedule:read')],
            loadComponent: async () => (await import('./schedule/schedule')).Schedule,
          },
          {
            path: 'leads',
            title: 'campaign.tab.leads',
            canActivate: [allowed('lead:read')],
            loadComponent: async () => (await import('./leads/leads')).Leads,
          },
          {
            path: 'call-records',
            title: 'campaign.tab.callRecords',
            canActivate: [allowed('call-record:read')],
            loadComponent: async () =>
              (await import('./call-records/campaign-call-records')).CampaignCallRecords,
          },
        ],
      },
    ],
  },
];
