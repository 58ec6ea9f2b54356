/** How many messages are kept, each of 2.4 MB at the most. */
const MOST_KEPT = 20;

/** The last messages that machines have recorded. */
export class Mailboxes {
  private readonly messages = new Map<string, Int16Array>();

  /** @param samples 16-bit linear PCM, 8000 Hz */
  keep(callId: string, samples: Int16Array): void {
    this.messages.set(callId, samples);
    const [oldest] = this.messages.keys();
    if (oldest !== undefined && this.messages.size > MOST_KEPT) this.messages.delete(oldest);
  }

  messageOf(callId: string): Int16Array | undefined {
    return this.messages.get(callId);
  }
}
