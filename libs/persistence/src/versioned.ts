import type { EntityManager, EntityTarget, FindOptionsWhere } from 'typeorm';
import { NotFoundError, StaleVersionError } from './repository.errors.js';

interface Versioned {
  id: string;
  version: number;
}

/**
 * Locks a row for change within the transaction of `manager`.
 *
 * @throws NotFoundError
 * @throws StaleVersionError when it is not of that version any more
 */
export async function lockVersion<T extends Versioned>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  what: string,
  id: string,
  version: number,
): Promise<T> {
  const row = await manager.findOne(entity, {
    where: { id } as FindOptionsWhere<T>,
    lock: { mode: 'for_no_key_update' },
  });
  if (row === null) throw new NotFoundError(what, id);
  if (row.version !== version) throw new StaleVersionError(what, row.version);
  return row;
}
