import { inject } from '@angular/core';
import { mdiHeadset } from '@mdi/js';
import { Api } from '../../core/api/api';
import type { InstanceKind } from '../../shared/instances/instance-kind';

const LIST = '/api/v1/dial-targets';
const ONE = '/api/v1/dial-targets/{id}';

/** Contact centers and IVRs. Call in an injection context. */
export function dialTargetKind(): InstanceKind {
  const api = inject(Api);
  return {
    kind: 'dial-target',
    manage: 'dial-target:manage',
    icon: mdiHeadset,
    api: {
      list: () => api.get(LIST),
      get: (id) => api.get(ONE, { path: { id } }),
      create: (body) => api.post(LIST, { body }),
      update: (id, body) => api.patch(ONE, { path: { id }, body }),
      remove: (id) => api.delete(ONE, { path: { id } }),
      test: (body) => api.post('/api/v1/dial-targets/test', { body }),
      health: (id) => api.get('/api/v1/dial-targets/{id}/health', { path: { id } }),
    },
    texts: {
      title: 'dialTargets.title',
      intro: 'dialTargets.intro',
      search: 'dialTargets.search',
      empty: 'dialTargets.empty',
      add: 'dialTargets.add',
      edit: 'dialTargets.edit',
      removeTitle: 'dialTargets.removeTitle',
    },
    page: { label: 'dialTargets.queues', of: ({ id }) => ['/dial-targets', id] },
  };
}
