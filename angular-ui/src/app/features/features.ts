import type { Feature } from '../core/shell/feature';

/** The tabs, in their order. A role sees those whose action it may do. */
export const features: readonly Feature[] = [
  {
    path: 'campaigns',
    label: 'nav.campaigns',
    action: 'campaign:read',
    load: async () => (await import('./campaigns/campaigns.routes')).routes,
  },
  {
    path: 'users',
    label: 'nav.users',
    action: 'user:read',
    load: async () => (await import('./users/users.routes')).routes,
  },
  {
    path: 'groups',
    label: 'nav.groups',
    action: 'group:read',
    load: async () => (await import('./groups/groups.routes')).routes,
  },
];
