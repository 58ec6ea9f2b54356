import { badRequest } from './api-error.js';

/** @throws ApiError 400 when a page is to lie behind one row and before another */
export function onePlace({
  after,
  before,
}: {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}): void {
  if (after === undefined || before === undefined) return;
  const message = 'cannot be given together with after';
  throw badRequest('validation-failed', `before ${message}: take one of them.`, [
    { field: 'before', message },
  ]);
}
