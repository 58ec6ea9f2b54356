import type { TrunkState } from '@marcador/telephony/dialer-port.js';
import type { MediaWorkerState } from '@marcador/telephony/media/media-worker-state.js';
import { TelephonyMetrics } from './telephony-metrics.js';

const TRUNK: TrunkState = {
  name: 'pbx',
  ports: 10,
  registered: 8,
  busy: 3,
  idle: 5,
  callsPerSecond: { used: 2, limit: 25 },
  servers: [
    { server: 'a.test', transport: 'tls', address: '192.0.2.1:5061', inUse: true },
    {
      ...{ server: 'b.test', transport: 'tls', address: '192.0.2.2:5061', inUse: false },
      heldBack: { until: new Date(), reason: 'overloaded' },
    },
    { server: 'c.test', transport: 'tls', inUse: false, problem: 'c.test has no IPv4 address in DNS' },
  ],
};
const WORKER: MediaWorkerState = {
  name: 'media-1',
  serving: true,
  restarts: 2,
  streams: 40,
  analyses: 4,
  packets: { received: 5000, sent: 5100, lost: 7 },
};

describe('the metrics of the telephony', () => {
  it('tell of each trunk, its ports and servers, and of each media worker', async () => {
    const metrics = new TelephonyMetrics({ trunks: () => [TRUNK] }, () => [WORKER]);
    await metrics.text();
    const text = await metrics.text();
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples).toEqual([
      'marcador_trunk_ports{trunk="pbx",state="registered"} 8',
      'marcador_trunk_ports{trunk="pbx",state="idle"} 5',
      'marcador_trunk_ports{trunk="pbx",state="busy"} 3',
      'marcador_trunk_ports{trunk="pbx",state="unregistered"} 2',
      'marcador_trunk_calls_per_second{trunk="pbx"} 2',
      'marcador_trunk_calls_per_second_limit{trunk="pbx"} 25',
      'marcador_trunk_held_back{trunk="pbx"} 0',
      'marcador_trunk_server_in_use{trunk="pbx",server="a.test",address="192.0.2.1:5061"} 1',
      'marcador_trunk_server_in_use{trunk="pbx",server="b.test",address="192.0.2.2:5061"} 0',
      'marcador_trunk_server_in_use{trunk="pbx",server="c.test",address=""} 0',
      'marcador_trunk_server_held_back{trunk="pbx",server="a.test",address="192.0.2.1:5061"} 0',
      'marcador_trunk_server_held_back{trunk="pbx",server="b.test",address="192.0.2.2:5061"} 1',
      'marcador_trunk_server_held_back{trunk="pbx",server="c.test",address=""} 0',
      'marcador_media_worker_serving{worker="media-1"} 1',
      'marcador_media_worker_streams{worker="media-1"} 40',
      'marcador_media_worker_analyses{worker="media-1"} 4',
      'marcador_media_worker_restarts_total{worker="media-1"} 2',
      'marcador_media_worker_rtp_packets_total{worker="media-1",kind="received"} 5000',
      'marcador_media_worker_rtp_packets_total{worker="media-1",kind="sent"} 5100',
      'marcador_media_worker_rtp_packets_total{worker="media-1",kind="lost"} 7',
    ]);
  });

  it('tell of a trunk that is held back', async () => {
    const held = { ...TRUNK, heldBackUntil: new Date() };
    const metrics = new TelephonyMetrics({ trunks: () => [held] }, () => []);
    expect(await metrics.text()).toContain('marcador_trunk_held_back{trunk="pbx"} 1');
  });
});
