import type { DetectionFigures, InstanceFigures } from '@marcador/plugin-host/call-figures.js';
import { PluginInstances, type InstanceStatus } from '@marcador/plugin-host/plugin-instances.js';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

const LABELS = ['kind', 'type', 'instance'];

interface Measured {
  readonly labels: Readonly<Record<string, string>>;
  readonly inService: boolean;
  readonly figures: InstanceFigures | undefined;
}

/** How the configured instances of plugins fare on this node, in the text format of Prometheus. */
@Injectable()
export class PluginMetrics {
  private readonly registry = new Registry();
  private readonly inService = this.gauge('in_service', 'Whether the instance can be called: 1 or 0');
  private readonly calls = this.counter('calls_total', 'Calls of the plugin that have ended');
  private readonly failures = this.counter('failures_total', 'Calls without an answer', 'cause');
  private readonly underWay = this.gauge('calls_under_way', 'Calls of the plugin that are under way');
  private readonly waiting = this.gauge('calls_waiting', 'Calls that wait until fewer are under way');
  private readonly breaker = this.gauge(
    'breaker',
    'The state of the breaker: 1 for the one it is in',
    'state',
  );
  private readonly seconds = this.gauge('call_seconds', 'How long calls took since the start', 'quantile');
  private readonly undecided = this.counter('undecided_total', 'Analyses that left open who answered');
  private readonly frames = this.counter('frames_total', 'Frames of 20 ms that a detector was given');
  private readonly frameSeconds = this.counter('frame_seconds_total', 'What a detector took for them');
  private readonly longestFrame = this.gauge('frame_max_seconds', 'What a detector took for one at most');

  constructor(private readonly instances: PluginInstances) {}

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    this.registry.resetMetrics();
    for (const status of this.instances.list()) this.measure(this.measured(status));
    return this.registry.metrics();
  }

  private measured({ id, kind, type, name, inService }: InstanceStatus): Measured {
    return { labels: { kind, type, instance: name }, inService, figures: this.instances.figures(id) };
  }

  private measure({ labels, inService, figures }: Measured): void {
    this.inService.set(labels, inService ? 1 : 0);
    if (figures === undefined) return;
    const { calls, failures, late, refused, underWay, waiting, breaker, latency, detection } = figures;
    this.calls.inc(labels, calls);
    for (const [cause, count] of Object.entries({ failed: failures, late, refused }))
      this.failures.inc({ ...labels, cause }, count);
    this.underWay.set(labels, underWay);
    this.waiting.set(labels, waiting);
    for (const state of ['closed', 'open', 'half-open'] as const)
      this.breaker.set({ ...labels, state }, state === breaker ? 1 : 0);
    if (detection !== undefined) this.measureDetection(labels, detection);
    if (latency === undefined) return;
    const { p50Ms, p95Ms, p99Ms } = latency;
    for (const [quantile, ms] of Object.entries({ '0.5': p50Ms, '0.95': p95Ms, '0.99': p99Ms }))
      this.seconds.set({ ...labels, quantile }, ms / 1000);
  }

  private measureDetection(
    labels: Measured['labels'],
    { undecided, frames, frameMicros, maxFrameMicros }: DetectionFigures,
  ): void {
    this.undecided.inc(labels, undecided);
    this.frames.inc(labels, frames);
    this.frameSeconds.inc(labels, frameMicros / 1e6);
    this.longestFrame.set(labels, maxFrameMicros / 1e6);
  }

  private gauge(name: string, help: string, ...more: string[]): Gauge {
    return new Gauge(this.metric(name, help, more));
  }

  private counter(name: string, help: string, ...more: string[]): Counter {
    return new Counter(this.metric(name, help, more));
  }

  private metric(name: string, help: string, more: readonly string[]) {
    return {
      name: `marcador_plugin_${name}`,
      help,
      labelNames: [...LABELS, ...more],
      registers: [this.registry],
    };
  }
}
