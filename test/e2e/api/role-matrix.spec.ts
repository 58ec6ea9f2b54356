import { ROLES, type Role } from '@marcador/domain/permissions.js';
import type { ApiClient } from '../../support/api-client.js';
import { ROLE_TABLE, type RoleRequest, type Row } from '../../support/role-table.js';
import { FOREIGN, roleWorld, type RoleWorld } from '../../support/role-world.js';
import { startTestService, type TestService } from '../../support/test-service.js';

interface Document {
  readonly paths: Record<string, Record<string, { readonly operationId: string }>>;
}

/** Where an operation is. */
interface Address {
  readonly method: string;
  readonly path: string;
}

describe('every operation of the API', () => {
  let api: TestService;
  let world: RoleWorld;
  let addresses: ReadonlyMap<string, Address>;
  beforeAll(async () => {
    api = await startTestService();
    world = await roleWorld(api);
    const { paths } = (await api.client().get('/api/docs-json')).body as Document;
    addresses = new Map(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { operationId }]): [string, Address] => [
          operationId,
          { method: method.toUpperCase(), path },
        ]),
      ),
    );
  });
  afterAll(() => api.close());

  it('has a row in test/support/role-table.ts', () => {
    expect([...addresses.keys()].sort()).toEqual(Object.keys(ROLE_TABLE).sort());
  });

  /** @returns the status and the answer, of a stream its first event */
  const call = async (
    client: ApiClient,
    operation: string,
    { path = {}, query = '', body, csv, gzip, wav }: RoleRequest,
  ): Promise<{ status: number; text: string }> => {
    const { method, path: template } = addresses.get(operation) as Address;
    const address = template.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? `no ${name}`) + query;
    const response = await client.open(method, address, {
      headers: {
        'content-type': wav ? 'audio/wav' : gzip ? 'application/gzip' : csv ? 'text/csv' : 'application/json',
      },
      body: wav ?? gzip ?? csv ?? (body && JSON.stringify(body)),
    });
    let text = '';
    const isStream = response.headers['content-type']?.includes('event-stream') === true;
    for await (const piece of response as AsyncIterable<Buffer>) {
      text += piece.toString('utf8');
      if (isStream && text.includes('event:')) break;
    }
    return { status: response.statusCode ?? 0, text };
  };

  const expectNothingForeign = (text: string) => {
    const { groupId, spareGroupId, campaignId } = world.foreign;
    for (const secret of [FOREIGN, groupId, spareGroupId, campaignId]) expect(text).not.toContain(secret);
  };

  /** What each caller is answered, in the form of the table. */
  const answersOf = async (operation: string, row: Row) => {
    const sides = [world.own, world.foreign];
    const roles: Partial<Record<Role, number[]>> = {};
    for (const role of ROLES) {
      roles[role] = [];
      for (const side of sides) {
        const request = await row.request(side, world, role);
        const { status, text } = await call(request.as ?? world.callers[role], operation, request);
        roles[role].push(status);
        if (role !== 'MASTER' && status < 300) expectNothingForeign(text);
      }
    }
    const asked = await row.request(world.own, world, undefined);
    return { nobody: (await call(api.client(), operation, asked)).status, roles };
  };

  it.each(Object.entries(ROLE_TABLE))('answers who calls %s as the table says', async (operation, row) => {
    const pairs = Object.entries(row.roles).map(([role, cell]) => [
      role,
      typeof cell === 'number' ? [cell, cell] : cell,
    ]);
    expect(await answersOf(operation, row)).toEqual({
      nobody: row.nobody,
      roles: Object.fromEntries(pairs) as Record<string, number[]>,
    });
  });
});
