import { inject } from '@angular/core';
import { mdiEarHearing } from '@mdi/js';
import { Api } from '../../core/api/api';
import { sentenceOf } from '../../shared/detectors/detection-profiles';
import type { InstanceKind } from '../../shared/instances/instance-kind';

const LIST = '/api/v1/amd-detectors';
const ONE = '/api/v1/amd-detectors/{id}';

/** Answering machine detectors. Call in an injection context. */
export function detectorKind(): InstanceKind {
  const api = inject(Api);
  return {
    kind: 'amd-detector',
    manage: 'extension:manage',
    icon: mdiEarHearing,
    api: {
      list: () => api.get(LIST),
      get: (id) => api.get(ONE, { path: { id } }),
      create: (body) => api.post(LIST, { body }),
      update: (id, body) => api.patch(ONE, { path: { id }, body }),
      remove: (id) => api.delete(ONE, { path: { id } }),
      test: (body) => api.post('/api/v1/amd-detectors/test', { body }),
      health: (id) => api.get('/api/v1/amd-detectors/{id}/health', { path: { id } }),
    },
    texts: {
      title: 'detectors.title',
      intro: 'detectors.intro',
      search: 'detectors.search',
      empty: 'detectors.empty',
      add: 'detectors.add',
      edit: 'detectors.edit',
      removeTitle: 'detectors.removeTitle',
    },
    noteOf: (instance) => (instance.builtIn ? sentenceOf(instance) : undefined),
  };
}
