import type { PortPool, TrunkState } from '@marcador/telephony/dialer-port.js';
import type { MediaWorkerState } from '@marcador/telephony/media/media-worker-state.js';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { MEDIA_WORKERS, PORTS } from '../tokens.js';

/** How the trunks and the media workers of this node fare, in the text format of Prometheus. */
@Injectable()
export class TelephonyMetrics {
  private readonly registry = new Registry();
  private readonly ports = this.gauge('trunk_ports', 'Dialer ports by what they do', 'trunk', 'state');
  private readonly calls = this.gauge('trunk_calls_per_second', 'Calls begun in the last second', 'trunk');
  private readonly most = this.gauge('trunk_calls_per_second_limit', 'How many may begin', 'trunk');
  private readonly heldBack = this.gauge('trunk_held_back', 'No call leaves: 1 or 0', 'trunk');
  private readonly inUse = this.gauge(
    'trunk_server_in_use',
    'Whether new registrations and calls go there: 1 or 0',
    ...['trunk', 'server', 'address'],
  );
  private readonly serverHeldBack = this.gauge(
    'trunk_server_held_back',
    'Whether nothing new goes there until it answers again: 1 or 0',
    ...['trunk', 'server', 'address'],
  );
  private readonly serving = this.gauge('media_worker_serving', 'Whether it carries calls: 1 or 0', 'worker');
  private readonly streams = this.gauge('media_worker_streams', 'Calls whose audio it carries', 'worker');
  private readonly analyses = this.gauge(
    'media_worker_analyses',
    'Calls that a detector listens to',
    'worker',
  );
  private readonly restarts = this.counter(
    'media_worker_restarts_total',
    'How often it was replaced',
    'worker',
  );
  private readonly packets = this.counter(
    'media_worker_rtp_packets_total',
    'RTP packets of the calls that have ended',
    ...['worker', 'kind'],
  );

  constructor(
    @Inject(PORTS) private readonly pool: Pick<PortPool, 'trunks'>,
    @Inject(MEDIA_WORKERS) private readonly workers: () => readonly MediaWorkerState[],
  ) {}

  text(): Promise<string> {
    this.registry.resetMetrics();
    for (const trunk of this.pool.trunks()) this.measureTrunk(trunk);
    for (const worker of this.workers()) this.measureWorker(worker);
    return this.registry.metrics();
  }

  private measureTrunk({ name: trunk, servers, callsPerSecond, heldBackUntil, ...rest }: TrunkState): void {
    const { ports, registered, idle, busy } = rest;
    const states = { registered, idle, busy, unregistered: ports - registered };
    for (const [state, count] of Object.entries(states)) this.ports.set({ trunk, state }, count);
    this.calls.set({ trunk }, callsPerSecond.used);
    this.most.set({ trunk }, callsPerSecond.limit);
    this.heldBack.set({ trunk }, heldBackUntil === undefined ? 0 : 1);
    for (const { server, address = '', inUse, heldBack } of servers) {
      this.inUse.set({ trunk, server, address }, inUse ? 1 : 0);
      this.serverHeldBack.set({ trunk, server, address }, heldBack === undefined ? 0 : 1);
    }
  }

  private measureWorker({
    name: worker,
    serving,
    restarts,
    streams,
    analyses,
    packets,
  }: MediaWorkerState): void {
    this.serving.set({ worker }, serving ? 1 : 0);
    this.restarts.inc({ worker }, restarts);
    this.streams.set({ worker }, streams);
    this.analyses.set({ worker }, analyses);
    const { received, sent, lost } = packets;
    for (const [kind, count] of Object.entries({ received, sent, lost }))
      this.packets.inc({ worker, kind }, count);
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name: `marcador_${name}`, help, labelNames, registers: [this.registry] });
  }

  private counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: `marcador_${name}`, help, labelNames, registers: [this.registry] });
  }
}
