import { randomUUID } from 'node:crypto';
import { can, ROLES, type Role } from '@marcador/domain/permissions.js';
import type { ApiClient } from '../../support/api-client.js';
import { routesOf, type ApiRoute } from '../../support/api-routes.js';
import { startTestService, type TestService } from '../../support/test-service.js';

describe('every route', () => {
  let api: TestService;
  let routes: ApiRoute[];
  beforeAll(async () => {
    api = await startTestService();
    routes = routesOf(api.service);
  });
  afterAll(() => api.close());

  const nameOf = ({ method, path }: ApiRoute) => `${method} ${path}`;

  /** What is asked for does not exist, so that nothing happens where it is allowed. */
  const statusOf = async (client: ApiClient, { method, path }: ApiRoute): Promise<number> => {
    const address = path.replace(/:\w+/g, () => randomUUID());
    const json = { headers: { 'content-type': 'application/json' }, body: '{}' };
    const response = await client.open(method, address, method === 'GET' || method === 'DELETE' ? {} : json);
    response.destroy();
    return response.statusCode ?? 0;
  };

  it('has a rule', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ rule }) => rule === undefined).map(nameOf)).toEqual([]);
  });

  it('is closed to who is not logged in, but for login, health and the do-not-call service', async () => {
    const open: string[] = [];
    for (const route of routes) if ((await statusOf(api.client(), route)) !== 401) open.push(nameOf(route));
    expect(open.sort()).toEqual([
      'GET /api/v1/health/live',
      'GET /api/v1/health/ready',
      'POST /api/v1/session',
      'POST /donotcall',
    ]);
  });

  it.each(ROLES)('is open to a %s exactly where the role table says so', async (role: Role) => {
    const user = await api.user(role, [await api.group()]);
    for (const route of routes) {
      if (route.rule?.kind !== 'action') continue;
      const status = await statusOf(user, route);
      const allowed = can(role, route.rule.action);
      expect([nameOf(route), status === 403]).toEqual([nameOf(route), !allowed]);
      expect(status).toBeLessThan(500);
    }
  });
});
