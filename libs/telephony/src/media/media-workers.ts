import { availableParallelism } from 'node:os';
import { RestartPause } from '@marcador/platform/restart-pause.js';
import type { TelephonyLog } from '../log.js';
import { slicesOf, type RtpPortRange } from '../rtp/rtp-ports.js';
import type { Media, MediaStream } from './media.js';
import type { MediaFigures } from './media-figures.js';
import type { MediaWorkerState, RtpPackets } from './media-worker-state.js';
import { WorkerThread } from './worker-thread.js';

export interface MediaWorkersOptions {
  /** How many threads. @default {@link defaultWorkers} */
  readonly workers?: number | undefined;
  readonly address: string;
  /** Shared out among the threads. */
  readonly rtpPorts: RtpPortRange;
  readonly log: TelephonyLog;
}

/** A place for a thread with its slice of the ports. */
interface Place {
  readonly name: string;
  readonly rtpPorts: RtpPortRange;
  thread: WorkerThread | undefined;
  readonly pause: RestartPause;
  timer: NodeJS.Timeout | undefined;
  restarts: number;
  packets: RtpPackets;
}

/** One core is left to SIP, where there are several. */
export function defaultWorkers(): number {
  return Math.max(1, Math.min(8, availableParallelism() - 1));
}

/**
 * {@link Media} in worker threads, each with a slice of the RTP ports. Calls go to the thread that carries the fewest. A
 * thread that ends or stands still loses its calls' media, says so, and is replaced; the process and the calls of the
 * others do not notice.
 */
export class MediaWorkers implements Media {
  private readonly places: readonly Place[];
  private closed = false;

  private constructor(private readonly options: MediaWorkersOptions) {
    const { workers = defaultWorkers(), rtpPorts } = options;
    this.places = slicesOf(rtpPorts, workers).map((slice, index) => ({
      name: `media-${index + 1}`,
      rtpPorts: slice,
      thread: undefined,
      pause: new RestartPause(),
      timer: undefined,
      restarts: 0,
      packets: { received: 0, sent: 0, lost: 0 },
    }));
  }

  /** @throws Error when a thread cannot be started */
  static async start(options: MediaWorkersOptions): Promise<MediaWorkers> {
    const media = new MediaWorkers(options);
    try {
      await Promise.all(media.places.map((place) => media.fill(place)));
    } catch (error) {
      await media.close();
      throw error;
    }
    return media;
  }

  get address(): string {
    return this.options.address;
  }

  async open(): Promise<MediaStream> {
    let failure = new Error('No media worker is running: see the log for why they end');
    for (const thread of this.byLoad()) {
      try {
        return await thread.open();
      } catch (error) {
        // Its slice of the ports is used up, or it just ended: another one may do.
        if (error instanceof Error) failure = error;
      }
    }
    throw failure;
  }

  states(): readonly MediaWorkerState[] {
    return this.places.map(({ name, thread, restarts, packets }) => ({
      name,
      serving: thread !== undefined && thread.load !== Infinity,
      restarts,
      ...(thread?.carries ?? { streams: 0, analyses: 0 }),
      packets,
    }));
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const { timer } of this.places) clearTimeout(timer);
    const threads = this.places.flatMap(({ thread }) => (thread === undefined ? [] : [thread]));
    await Promise.all(threads.map((thread) => thread.stop('the service stops')));
  }

  private byLoad(): WorkerThread[] {
    return this.places
      .flatMap(({ thread }) => (thread === undefined || thread.load === Infinity ? [] : [thread]))
      .sort((a, b) => a.load - b.load);
  }

  /** Starts a thread in a place. Resolves when it serves. */
  private fill(place: Place): Promise<void> {
    const { address, log } = this.options;
    const { name, rtpPorts } = place;
    const startedAt = performance.now();
    const onFigures = (figures: MediaFigures) => void (place.packets = sum(place.packets, figures));
    const thread = new WorkerThread({ name, rtpPorts, address, log, onFigures });
    place.thread = thread;
    void thread.ended.then((reason) => this.ended(place, startedAt, reason));
    return thread.ready;
  }

  private ended(place: Place, startedAt: number, reason: string): void {
    place.thread = undefined;
    if (this.closed) return;
    const { log } = this.options;
    const pauseMs = place.pause.next(performance.now() - startedAt);
    log.warn(
      { worker: place.name, reason, pauseMs },
      'A media worker ended: its calls count as answered by a person. It is replaced.',
    );
    place.timer = setTimeout(() => {
      place.restarts += 1;
      this.fill(place).catch(() => {});
    }, pauseMs);
  }
}

function sum({ received, sent, lost }: RtpPackets, figures: MediaFigures): RtpPackets {
  return {
    received: received + figures.packetsReceived,
    sent: sent + figures.packetsSent,
    lost: lost + (figures.packetsLost ?? 0),
  };
}
