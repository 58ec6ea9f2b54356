import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./dial-target-list/dial-target-list')).DialTargetList,
  },
  {
    path: ':id',
    loadComponent: async () => (await import('./dial-target-page/dial-target-page')).DialTargetPage,
  },
  {
    path: ':id/queues/:queueId',
    loadComponent: async () => (await import('./queue-page/queue-page')).QueuePage,
  },
];
