import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { EntityManager } from 'typeorm';
import { FreezingProxy } from '../../../test/support/freezing-proxy.js';
import { freePort } from '../../../test/support/ports.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { openDataSource, refuseOldServer } from './data-source.js';
import { DatabaseError } from './database.error.js';
import { withoutTimeLimit } from './impatient-client.js';

async function refusal(url: string, connectTimeoutMs?: number): Promise<string> {
  const options = connectTimeoutMs === undefined ? { url } : { url, connectTimeoutMs };
  const error: unknown = await openDataSource(options).then(
    (dataSource) => dataSource.destroy(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  return (error as DatabaseError).message;
}

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

describe('a database that cannot be used is named in one sentence', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.dropped());

  it('when the password is wrong, without telling it', async () => {
    const message = await refusal(database.url.replace(/:[^:@]+@/, ':guess@'));
    expect(message).toMatch(
      /^The database at 127\.0\.0\.1:\d+\/test_\w+ cannot be used \(it refused the user name or password\)/,
    );
    expect(message).not.toContain('guess');
  });

  it('when it does not exist', async () => {
    expect(await refusal(`${database.url}_missing`)).toMatch(/it has no such database\): check DATABASE_URL/);
  });

  it('when nothing listens', async () => {
    expect(await refusal(`postgres://someone:secret@127.0.0.1:${await freePort()}/marcador`)).toMatch(
      /nothing listens there/,
    );
  });

  it('when it accepts and never answers', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined));
    const port = await listening(server);
    expect(await refusal(`postgres://someone:secret@127.0.0.1:${port}/marcador`, 50)).toMatch(
      /cannot be used \(it does not answer\): check DATABASE_URL/,
    );
    server.close();
  });

  it('when it is no PostgreSQL', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    const port = await listening(server);
    expect(await refusal(`postgres://someone:secret@127.0.0.1:${port}/marcador`)).toMatch(
      /cannot be used \(.+\)/,
    );
    server.close();
  });

  it('when the address is none', async () => {
    expect(await refusal('localhost')).toMatch(/not of the form postgres:/);
  });

  it('when it is too old', () => {
    expect(() => refuseOldServer(130_011)).toThrow(
      /is PostgreSQL 13, but Marcador needs 14 or later: upgrade it/,
    );
    expect(() => refuseOldServer(140_000)).not.toThrow();
  });
});

describe('a database that hangs', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.dropped());

  it('is an error, and is asked by another connection as soon as it answers again', async () => {
    const { proxy, url } = await FreezingProxy.before(database.url);
    const dataSource = await openDataSource({ url, poolSize: 1, answerTimeoutMs: 2000 });
    proxy.freeze();
    await expect(dataSource.query('SELECT 1')).rejects.toThrow(/did not answer within 2 seconds/);
    proxy.thaw();
    expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await dataSource.destroy();
    proxy.close();
  });

  it('waits no longer than the server’s own limit, except for work that may take its time', async () => {
    const dataSource = await openDataSource({ url: database.url });
    const limit = (manager: EntityManager) => manager.query<unknown>('SHOW statement_timeout');
    expect(await limit(dataSource.manager)).toEqual([{ statement_timeout: '30s' }]);
    const lifted = await dataSource.transaction((manager) => withoutTimeLimit(manager, () => limit(manager)));
    expect(lifted).toEqual([{ statement_timeout: '0' }]);
    expect(await limit(dataSource.manager)).toEqual([{ statement_timeout: '30s' }]);
    await dataSource.destroy();
  });
});
