import { message, sentence } from '@marcador/messages/message.js';
import type {
  DialQueue,
  DialTarget,
  HealthReport,
  PluginHost,
  QueueAgent,
  QueueObserver,
} from '@marcador/plugin-api';
import type { OsccConfig } from './config.js';
import { OsccClient } from './oscc-client.js';
import { isLoggedOn, stateOf } from './oscc-codec.js';
import { OsccConnection } from './oscc-connection.js';
import { QueueWatch } from './queue-watch.js';
import { defaultTiming, type Timing } from './timing.js';

/** An OpenScape Contact Center as a dial target. All watched queues share one session. */
export class OsccTarget implements DialTarget {
  private readonly client: OsccClient;
  private readonly connection: OsccConnection;

  constructor(
    config: OsccConfig,
    host: Pick<PluginHost, 'instanceId' | 'log'>,
    timing: Timing = defaultTiming,
  ) {
    this.client = new OsccClient(config, timing.answerMs);
    const applicationName = `marcador-${host.instanceId}`;
    this.connection = new OsccConnection(this.client, config, applicationName, host.log, timing);
  }

  async queues(signal: AbortSignal): Promise<readonly DialQueue[]> {
    const { queues } = await this.connection.use((session) => session.call('GetQueues', {}), signal);
    return queues.map(({ queueId, ...queue }) => ({ id: queueId, ...queue }));
  }

  watch(queueId: string, observer: QueueObserver, signal: AbortSignal): void {
    if (signal.aborted) return;
    const watch = new QueueWatch(queueId, observer);
    signal.addEventListener('abort', () => this.connection.unwatch(watch));
    this.connection.watch(watch);
  }

  async agents(queueId: string, signal: AbortSignal): Promise<readonly QueueAgent[]> {
    const { users } = await this.connection.use(
      (session) => session.call('MonitorUsers', { queueId }),
      signal,
    );
    return users
      .filter((user) => isLoggedOn(user, queueId))
      .map((user) => ({
        id: user.userId,
        ...(user.name !== undefined && { name: user.name }),
        state: stateOf(user, queueId),
      }));
  }

  async health(signal: AbortSignal): Promise<HealthReport> {
    const { length } = await this.queues(signal);
    const { host } = this.client;
    return { healthy: true, ...sentence(message('queues-there', { host, count: length })) };
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.client.close();
  }
}
