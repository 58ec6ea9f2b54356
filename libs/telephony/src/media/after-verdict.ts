import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { RtpStream } from '../rtp/rtp-stream.js';
import type { AudioAnalysis } from './analysis.js';
import type { MessageResult, MessageTask } from './message.js';
import { MessageDelivery } from './message-delivery.js';

/** How long what is heard is kept until a message is asked for: the verdict goes to another thread and back, ms. */
const KEPT_MS = 3000;

/** What follows the verdict where a message may: nothing that is heard is lost before it is asked for. */
export class AfterVerdict {
  private kept: Int16Array[] = [];
  private delivery: MessageDelivery | undefined;
  private over = false;
  private readonly timer: Timer;

  constructor(
    private readonly stream: Pick<RtpStream, 'play' | 'stop' | 'held'>,
    private readonly analysis: AudioAnalysis,
    private readonly stopListening: () => void,
    private readonly clock: Clock,
  ) {
    this.timer = clock.setTimer(KEPT_MS, () => this.end());
  }

  hear(frame: Int16Array): void {
    if (this.delivery !== undefined) this.delivery.hear(frame);
    else if (!this.over) this.kept.push(frame.slice());
  }

  leaveMessage(task: MessageTask): Promise<MessageResult> {
    if (this.over || this.delivery !== undefined)
      return Promise.resolve({ kind: 'failed', message: 'the message was asked for too late' });
    this.timer.cancel();
    const delivery = new MessageDelivery(this.stream, this.analysis, task, this.clock);
    this.delivery = delivery;
    for (const frame of this.kept.splice(0)) delivery.hear(frame);
    void delivery.result.then(() => this.end());
    return delivery.result;
  }

  abort(): void {
    this.delivery?.abort();
    this.end();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    this.timer.cancel();
    this.stopListening();
    this.kept = [];
  }
}
