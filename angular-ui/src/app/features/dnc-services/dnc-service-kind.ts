import { inject } from '@angular/core';
import { mdiPhoneOffOutline } from '@mdi/js';
import { Api } from '../../core/api/api';
import type { InstanceKind } from '../../shared/instances/instance-kind';

const LIST = '/api/v1/dnc-services';
const ONE = '/api/v1/dnc-services/{id}';

/** Do-not-call services. Call in an injection context. */
export function dncServiceKind(): InstanceKind {
  const api = inject(Api);
  return {
    kind: 'dnc-provider',
    manage: 'dnc-service:manage',
    icon: mdiPhoneOffOutline,
    api: {
      list: () => api.get(LIST),
      get: (id) => api.get(ONE, { path: { id } }),
      create: (body) => api.post(LIST, { body }),
      update: (id, body) => api.patch(ONE, { path: { id }, body }),
      remove: (id) => api.delete(ONE, { path: { id } }),
      test: (body) => api.post('/api/v1/dnc-services/test', { body }),
      health: (id) => api.get('/api/v1/dnc-services/{id}/health', { path: { id } }),
    },
    texts: {
      title: 'dncServices.title',
      intro: 'dncServices.intro',
      search: 'dncServices.search',
      empty: 'dncServices.empty',
      add: 'dncServices.add',
      edit: 'dncServices.edit',
      removeTitle: 'dncServices.removeTitle',
    },
    page: { label: 'dncServices.open', of: ({ id }) => ['/dnc-services', id] },
  };
}
