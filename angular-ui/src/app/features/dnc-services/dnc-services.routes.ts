import type { Routes } from '@angular/router';

export const routes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./dnc-service-list/dnc-service-list')).DncServiceList,
  },
  {
    path: ':id',
    loadComponent: async () => (await import('./dnc-service-page/dnc-service-page')).DncServicePage,
  },
];
