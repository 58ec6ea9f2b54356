import { listenWith, type AmdAnalyserInput } from '@marcador/plugin-host/amd-analysis.js';
import { readWork } from '@marcador/plugin-host/analysis-work.js';
import { silentLog } from '@marcador/telephony/log.js';
import type { AnalysisResult } from '@marcador/telephony/media/analysis.js';
import { LocalMedia } from '@marcador/telephony/media/local-media.js';
import type { MediaAgreement } from '@marcador/telephony/media/media-agreement.js';
import { MediaWorkers } from '@marcador/telephony/media/media-workers.js';

const HOST = '127.0.0.1';
const RTP_PORTS = { min: 0, max: 0 };
const COUNTING = new URL('../support/counting-detector.mjs', import.meta.url).href;
const CADENCE = new URL('../../plugins/amd-cadence/dist/index.js', import.meta.url).href;

let workers: MediaWorkers;
let world: LocalMedia;
const logged: object[] = [];

beforeAll(async () => {
  const note = (fields: object) => void logged.push(fields);
  const log = { ...silentLog, info: note };
  workers = await MediaWorkers.start({
    workers: 1,
    address: HOST,
    rtpPorts: RTP_PORTS,

    log,
  });
  world = new LocalMedia(HOST, RTP_PORTS, silentLog);
});
afterAll(() => Promise.all([workers.close(), world.close()]));

function agreement(port: number): MediaAgreement {
  return {
    remote: { rtp: { address: HOST, port }, rtcp: { address: HOST, port: port + 1 } },
    sends: true,
    rtcpMux: false,
    codec: 'PCMU',
    payloadType: 0,
    eventPayloadType: undefined,
    ptimeMs: 20,
    receives: [{ payloadType: 0, format: 'PCMU' }],
    crypto: undefined,
  };
}

/** What a detector makes of a phone that answers with a long tone of 1 kHz. */
async function analysed(input: Partial<AmdAnalyserInput> & { config: object }): Promise<AnalysisResult> {
  const stream = await workers.open();
  const { rtp } = await world.open();
  stream.agree(agreement(rtp.port));
  rtp.agree(agreement(stream.port));
  let at = 0;
  rtp.play((frame) => {
    frame.forEach((_, i) => (frame[i] = 8000 * Math.sin((2 * Math.PI * 1000 * at++) / 8000)));
    return true;
  });
  const plan = listenWith({ module: COUNTING, type: 'counting', instanceId: 'i', ...input }, 20_000);
  const result = plan.kind === 'listen' ? await stream.analyse(plan.task) : undefined;
  await stream.close();
  return result as AnalysisResult;
}

async function verdictOf(input: { config: object }): Promise<unknown> {
  const result = await analysed(input);
  return result.kind === 'verdict' ? result.verdict : undefined;
}

describe('a detector in a media worker', () => {
  it('is loaded from the file of its plugin, with its configuration and a log', async () => {
    expect(await analysed({ config: { frames: 3 } })).toMatchObject({
      verdict: { answeredBy: 'MACHINE', atMs: 60 },
    });
    expect(logged).toContainEqual({ heard: 3, plugin: 'counting', instanceId: 'i' });
  });

  it('has the defaults of its schema', async () => {
    expect(await analysed({ config: {} })).toMatchObject({ verdict: { atMs: 100 } });
  });

  it('tells what it cost', async () => {
    expect(readWork(await verdictOf({ config: { frames: 3 } }))).toMatchObject({
      frames: 3,
      isTooSlow: false,
    });
  });

  it('that throws takes everybody for a person', async () => {
    expect(await analysed({ config: { throws: true } })).toMatchObject({
      verdict: { answeredBy: 'HUMAN', reason: 'detector-failed', confidence: 0 },
    });
  });

  it('is not another plugin’s', async () => {
    expect(await analysed({ type: 'other', config: {} })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('is not the detector "other"') as string,
    });
  });

  it('hears a tone, as the built-in one', async () => {
    const result = await analysed({ module: CADENCE, type: 'amd-cadence', config: {} });
    expect(result).toMatchObject({ verdict: { answeredBy: 'MACHINE', reason: 'tone' } });
  });
});
