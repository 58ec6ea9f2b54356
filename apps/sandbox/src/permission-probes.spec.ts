import { probePermissions } from './permission-probes.js';
import type { SampleCampaign } from './set-up.js';

const CAMPAIGNS = [{ id: 'a', sample: { name: 'A' } }] as SampleCampaign[];
const answering = (status: number) => ({ status: () => Promise.resolve(status) });

describe('the probes of permissions', () => {
  it.each([
    ['nothing that is refused', 404, 403, []],
    ['a campaign that users of other groups see', 200, 403, [6]],
    ['a campaign that exists for users of other groups', 403, 403, [6]],
    ['a campaign that a supervisor starts', 404, 200, [6]],
  ])('find %s', async (_, seen, started, found) => {
    const probes = { foreigner: answering(seen), supervisor: answering(started) };
    const violations = await probePermissions(probes, CAMPAIGNS);
    expect(violations.map(({ invariant }) => invariant)).toEqual(found);
  });
});
