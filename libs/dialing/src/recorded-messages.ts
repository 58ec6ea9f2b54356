/** The recordings of so many campaigns are kept: of two minutes each 2 MB. */
const MOST_KEPT = 32;

/** The messages that campaigns leave, in memory: a recording never changes. */
export class RecordedMessages {
  private readonly known = new Map<string, Promise<Int16Array>>();

  /** @param read the samples of a recording: 16-bit linear PCM, mono, 8000 Hz, in memory that threads share */
  constructor(private readonly read: (recordingId: string) => Promise<Int16Array>) {}

  /** @throws what reading rejects with; the next call tries again */
  of(recordingId: string): Promise<Int16Array> {
    const known = this.known.get(recordingId);
    if (known !== undefined) return known;
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size >= MOST_KEPT) this.known.delete(oldest);
    const read = this.read(recordingId);
    this.known.set(recordingId, read);
    read.catch(() => this.known.delete(recordingId));
    return read;
  }
}
