import type { Message } from '@marcador/messages/message.js';
import { NumberBatch } from '@marcador/number-list/number-batch.js';
import type { NumberUpload } from '../entities/number-upload.entity.js';
import { comparedForm } from './compared-form.js';
import type { ListInMemory } from './list-in-memory.js';
import type { NumberUploadProgress, NumberUploads, RejectedNumberRow } from './number-uploads.js';

/** So many numbers, or few more, are kept at a time: 24 MB of memory. */
const NUMBERS_AT_ONCE = 2 ** 21;
/** Those of a piece of a file: it has 1 MB of rows at most. */
const ROOM_FOR_MORE = 2 ** 20;
/** So many changes and rejected rows, which take more room. */
const ROWS_AT_ONCE = 100_000;

/** An upload that is being given numbers. */
export class NumberUploadInProgress {
  private readonly added = new NumberBatch(NUMBERS_AT_ONCE + ROOM_FOR_MORE);
  /** What the file last said of a number: whether it is on the list. */
  private readonly changes = new Map<number, boolean>();
  private rejected: RejectedNumberRow[] = [];

  constructor(
    private readonly uploads: NumberUploads,
    private upload: NumberUpload,
    private readonly memory: () => ListInMemory,
  ) {}

  /** As it is stored. */
  get stored(): NumberUpload {
    return this.upload;
  }

  /** Whether what it was given has to be kept soon: there is room for another million numbers. */
  get isFull(): boolean {
    return (
      this.added.size >= NUMBERS_AT_ONCE ||
      this.changes.size >= ROWS_AT_ONCE ||
      this.rejected.length >= ROWS_AT_ONCE
    );
  }

  /** Takes a number, E.164 digits, as long as there is room. */
  add(number: string): void {
    const form = comparedForm(number);
    if (this.upload.mode === 'change') this.changes.set(form, true);
    else this.added.add(form);
  }

  /** Takes a number, E.164 digits, that goes off the list; in the mode `change` only. */
  remove(number: string): void {
    this.changes.set(comparedForm(number), false);
  }

  /** Notes a row that is not taken. */
  reject(line: number, why: Message): void {
    this.rejected.push({ line, why });
  }

  /**
   * Keeps what it was given, together with how far the file was read. All or nothing.
   * @throws NotFoundError when the upload is no longer there
   */
  async keep(progress: NumberUploadProgress): Promise<void> {
    const { removed, added } = this.batches();
    const { rejected } = this;
    this.upload = await this.uploads.keep(this.upload, { added, removed, rejected }, progress);
    this.added.clear();
    this.changes.clear();
    this.rejected = [];
  }

  /**
   * Makes the list what the upload says. Resolves when look-ups are answered from it.
   * @throws NotFoundError when the upload is no longer there
   */
  async finish(now: Date): Promise<NumberUpload> {
    this.upload = await this.memory().change(() => this.uploads.finish(this.upload, now));
    return this.upload;
  }

  /** Forgets the upload; the list stays as it is. */
  giveUp(): Promise<void> {
    return this.uploads.giveUp(this.upload);
  }

  private batches(): { added: NumberBatch; removed: NumberBatch } {
    if (this.upload.mode !== 'change') return { added: this.added, removed: new NumberBatch(0) };
    const added = new NumberBatch(this.changes.size);
    const removed = new NumberBatch(this.changes.size);
    for (const [number, isListed] of this.changes) (isListed ? added : removed).add(number);
    return { added, removed };
  }
}
