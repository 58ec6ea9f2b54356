import { createSocket, type Socket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog } from '@marcador/telephony/log.js';
import type { AnalysisResult, AnalysisTask } from '@marcador/telephony/media/analysis.js';
import { MediaWorkers } from '@marcador/telephony/media/media-workers.js';
import type { Arrival } from './clip-packets.js';
import { agreementWith, HOST } from './media-variants.js';

const ANY_PORTS = { min: 0, max: 0 };

/** Calls whose audio comes over UDP in real time to media workers as the service has them. */
export class RtpCalls {
  /** By how much packets left too late, ms. */
  readonly latenesses: number[] = [];

  private constructor(
    private readonly media: MediaWorkers,
    private readonly sender: Socket,
  ) {}

  static async open(): Promise<RtpCalls> {
    const media = await MediaWorkers.start({ address: HOST, rtpPorts: ANY_PORTS, log: silentLog });
    const sender = createSocket({ type: 'udp4', lookup: (host, _options, found) => found(null, host, 4) });
    await new Promise<void>((resolve) => sender.bind(0, HOST, resolve));
    return new RtpCalls(media, sender);
  }

  /** Plays to as many calls at once. @returns what each one's analysis came to */
  async hear(calls: readonly Arrival[][], task: AnalysisTask): Promise<AnalysisResult[]> {
    const streams = await Promise.all(calls.map(() => this.media.open()));
    const results = streams.map((stream) => {
      stream.agree(agreementWith(this.sender.address().port, 'PCMU', new Uint8Array()));
      return stream.analyse(task);
    });
    const all = calls.flatMap((arrivals, call) =>
      arrivals.map((arrival) => ({ ...arrival, port: streams[call]?.port })),
    );
    const over = new AbortController();
    const played = this.play(
      all.sort((a, b) => a.atMs - b.atMs),
      over.signal,
    );
    const heard = await Promise.all(results);
    over.abort();
    await Promise.all([played, ...streams.map((stream) => stream.close())]);
    return heard;
  }

  async close(): Promise<void> {
    this.sender.close();
    await this.media.close();
  }

  private async play(
    arrivals: readonly (Arrival & { readonly port: number | undefined })[],
    over: AbortSignal,
  ): Promise<void> {
    const begin = performance.now();
    for (let sent = 0; sent < arrivals.length && !over.aborted;) {
      const now = performance.now() - begin;
      for (let next = arrivals[sent]; next !== undefined && next.atMs <= now; next = arrivals[++sent]) {
        this.sender.send(next.datagram, next.port, HOST);
        this.latenesses.push(now - next.atMs);
      }
      await pause(1);
    }
  }
}
