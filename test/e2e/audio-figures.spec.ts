import { NO_AUDIO } from '../support/no-audio.js';
import { OpenWorld, until } from '../support/open-world.js';
import { makeCampaign } from '../ui/support/ui-world.js';

/** What the simulator has at these numbers: a voicemail, and a busy telephone. */
const [GREETING, BUSY] = ['554130000150', '554130000162'];

describe('the audio of a call, which a media worker carries', () => {
  let world: OpenWorld;

  beforeAll(async () => {
    world = await OpenWorld.start();
  });
  afterAll(() => world.close());

  const recordOf = (phone: string) =>
    until(async () => {
      const path = `/call-records?phone=${phone}`;
      return (await world.administrator.get<{ items: object[] }>(path)).items.at(-1);
    });

  it('is told of in its record when it was answered, and only then', async () => {
    const campaign = await makeCampaign(world.administrator, 'Audio');
    await world.administrator.upload(`/campaigns/${campaign}/leads`, `Ana,${GREETING}\nBob,${BUSY}\n`);
    await world.administrator.post(`/campaigns/${campaign}/start`);
    const heard = (await recordOf(GREETING)) as Record<string, number>;
    expect(heard).toMatchObject({
      answeredAt: expect.any(String) as string,
      audioCodec: expect.stringMatching(/^PCM[AU]$/) as string,
      audioEncrypted: false,
      audioPacketsSent: expect.any(Number) as number,
      audioPacketsLost: expect.any(Number) as number,
      audioLossShare: expect.any(Number) as number,
    });
    expect(heard['audioPacketsReceived']).toBeGreaterThan(1);
    expect(heard['audioJitterMs']).toBeGreaterThanOrEqual(0);
    expect(await recordOf(BUSY)).toMatchObject({ answeredAt: null, ...NO_AUDIO, audioLossShare: null });
  });
});
