import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { openDataSource, refuseOldServer } from './data-source.js';
import { DatabaseError } from './database.error.js';

async function refusal(url: string): Promise<string> {
  const error: unknown = await openDataSource({ url }).then(
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
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await refusal(`postgres://someone:secret@127.0.0.1:${port}/marcador`)).toMatch(
      /nothing listens there/,
    );
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
