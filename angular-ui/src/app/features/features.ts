import type { Feature } from '../core/shell/feature';

/** The tabs, in their order. A role sees those whose action it may do. */
export const features: readonly Feature[] = [
  {
    path: 'campaigns',
    label: 'nav.campaigns',
    action: 'campaign:read',
    load: async () => (await import('./campaigns/campaigns.routes')).routes,
  },
];
