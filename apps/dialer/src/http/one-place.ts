import { message } from '@marcador/messages/message.js';
import { detail, invalid } from './api-error.js';

/** @throws ApiError 400 when a page is to lie behind one row and before another */
export function onePlace({
  after,
  before,
}: {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}): void {
  if (after === undefined || before === undefined) return;
  throw invalid([detail('before', message('before-with-after'))]);
}
