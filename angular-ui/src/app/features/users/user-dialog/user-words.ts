import { inject } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import type { FieldWords } from '../../../shared/stale/field-words';

/** How two versions of a user are told apart. Call in an injection context. */
export function userWords(groupName: (id: string) => string): FieldWords {
  const translations = inject(TranslateService);
  return {
    labelOf: (field) => (field === 'groupIds' ? 'users.groups' : `users.${field}`),
    textOf: (field, value) => {
      if (field === 'groupIds') return (value as readonly string[]).map(groupName).join(', ');
      return field === 'role' ? String(translations.instant(`role.${String(value)}`)) : String(value);
    },
  };
}
