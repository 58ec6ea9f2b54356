import pg from 'pg';
import type { EntityManager } from 'typeorm';

/** What PostgreSQL itself breaks off. */
export const STATEMENT_LIMIT_MS = 30_000;
/** Later than that: the server's own word is the better one. */
const ANSWER_LIMIT_MS = 35_000;

/**
 * A connection that breaks when a statement is not answered in time, as from a server that hangs. It is closed and not
 * only given up, as the driver's own `query_timeout` would: the pool would go on to hand it out.
 */
export class ImpatientClient extends pg.Client {
  /** In ms; infinite: waits for ever. */
  answerLimit: number;

  constructor(config: pg.ClientConfig & { answerLimit?: number } = {}) {
    super(config);
    this.answerLimit = config.answerLimit ?? ANSWER_LIMIT_MS;
    // The overloads of `query` are many; only what returns a promise is a statement of an ordinary kind.
    const query = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((...given: unknown[]) => {
      const answer = query(...given);
      if (answer instanceof Promise && Number.isFinite(this.answerLimit)) this.limit(answer);
      return answer;
    }) as typeof this.query;
  }

  private limit(answer: Promise<unknown>): void {
    const { answerLimit } = this;
    const timer = setTimeout(() => {
      const { stream } = (this as unknown as { connection: { stream: { destroy(reason: Error): void } } })
        .connection;
      stream.destroy(new Error(`The database did not answer within ${answerLimit / 1000} seconds.`));
    }, answerLimit);
    const answered = () => clearTimeout(timer);
    answer.then(answered, answered);
  }
}

/** Does what may take its time, such as a load of a million rows, on the connection of `manager`. */
export async function withoutTimeLimit<T>(manager: EntityManager, work: () => Promise<T>): Promise<T> {
  const runner = manager.queryRunner;
  if (runner === undefined) throw new Error('A time limit is lifted for one connection: give its manager.');
  const client = (await runner.connect()) as ImpatientClient;
  const { answerLimit } = client;
  const inTransaction = runner.isTransactionActive;
  await runner.query(`SET ${inTransaction ? 'LOCAL ' : ''}statement_timeout = 0`);
  client.answerLimit = Infinity;
  try {
    return await work();
  } finally {
    client.answerLimit = answerLimit;
    if (!inTransaction) await runner.query('RESET statement_timeout').catch(() => undefined);
  }
}
