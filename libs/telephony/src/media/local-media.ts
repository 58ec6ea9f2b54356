import type { TelephonyLog } from '../log.js';
import { RtpPorts, type RtpPortRange } from '../rtp/rtp-ports.js';
import { RtpStream } from '../rtp/rtp-stream.js';
import { Analysers } from './analysers.js';
import type { AnalysisResult, AnalysisTask } from './analysis.js';
import type { MediaAgreement } from './media-agreement.js';
import type { MediaFigures } from './media-figures.js';
import type { Media, MediaStream } from './media.js';
import type { MessageResult, MessageTask } from './message.js';
import { StreamAnalysis } from './stream-analysis.js';

/** {@link Media} in this thread: what a media worker runs. */
export class LocalMedia implements Media {
  private readonly ports: RtpPorts;
  private readonly analysers: Analysers;
  private readonly streams = new Set<LocalStream>();
  private closed = false;

  constructor(
    readonly address: string,
    range: RtpPortRange,
    log: TelephonyLog,
  ) {
    this.ports = new RtpPorts(address, range);
    this.analysers = new Analysers(log);
  }

  async open(): Promise<LocalStream> {
    const rtp = new RtpStream(await this.ports.open());
    const stream = new LocalStream(rtp, this.analysers, () => this.streams.delete(stream));
    this.streams.add(stream);
    // Closed while the sockets were being opened: they must not stay behind.
    if (this.closed) {
      await stream.close();
      throw new Error('The media are closed');
    }
    return stream;
  }

  states(): [] {
    return [];
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.streams].map((stream) => stream.close()));
  }
}

/** A stream of {@link LocalMedia}. */
export class LocalStream implements MediaStream {
  readonly lost = false;
  private analysis: StreamAnalysis | undefined;

  constructor(
    readonly rtp: RtpStream,
    private readonly analysers: Analysers,
    private readonly onClose: () => void,
  ) {}

  get port(): number {
    return this.rtp.port;
  }

  agree(agreement: MediaAgreement): void {
    this.rtp.agree(agreement);
  }

  press(keys: string): void {
    this.rtp.press(keys);
  }

  analyse(task: AnalysisTask): Promise<AnalysisResult> {
    this.analysis?.abort('another analysis began');
    this.analysis = new StreamAnalysis(this.rtp, this.analysers.of(task), task);
    return this.analysis.result;
  }

  leaveMessage(task: MessageTask): Promise<MessageResult> {
    return (
      this.analysis?.leaveMessage(task) ??
      Promise.resolve({ kind: 'failed', message: 'nothing was analysed that a message could follow' })
    );
  }

  close(): Promise<MediaFigures | undefined> {
    this.analysis?.abort('the call ended');
    this.onClose();
    return Promise.resolve(this.rtp.close());
  }
}
