/** The database cannot be used. The message is one sentence for an operator: what is wrong and what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}
