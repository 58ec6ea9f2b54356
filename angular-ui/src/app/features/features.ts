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
  {
    path: 'dnc-services',
    label: 'nav.dncServices',
    action: 'dnc-service:manage',
    load: async () => (await import('./dnc-services/dnc-services.routes')).routes,
  },
  {
    path: 'dial-targets',
    label: 'nav.dialTargets',
    action: 'dial-target:manage',
    load: async () => (await import('./dial-targets/dial-targets.routes')).routes,
  },
  {
    path: 'detectors',
    label: 'nav.detectors',
    action: 'extension:manage',
    load: async () => (await import('./detectors/detectors.routes')).routes,
  },
  {
    path: 'plugins',
    label: 'nav.plugins',
    action: 'plugin:manage',
    load: async () => (await import('./plugins/plugins.routes')).routes,
  },
  {
    path: 'system',
    label: 'nav.system',
    action: 'system:read',
    load: async () => (await import('./system/system.routes')).routes,
  },
];
