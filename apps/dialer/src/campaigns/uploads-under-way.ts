import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { conflict } from '../http/api-error.js';

/** How far an upload has come. */
export interface UploadProgress {
  readonly startedAt: Date;
  /** Rows are read; then, all at once, they are stored. */
  state: 'reading' | 'storing';
  /** Read so far, of the file. */
  bytes: number;
  /** Of the file; `undefined`: the client did not say. */
  readonly totalBytes: number | undefined;
  /** Read so far, without the header. */
  rows: number;
}

/** The uploads of leads that are under way: one into a campaign at a time, and meanwhile the campaign stays as it is. */
@Injectable()
export class UploadsUnderWay {
  private readonly uploads = new Map<string, UploadProgress>();

  get(campaignId: string): UploadProgress | undefined {
    return this.uploads.get(campaignId);
  }

  /** @throws ApiError 409 */
  refuseChange(campaignId: string): void {
    if (this.uploads.has(campaignId)) throw conflict('not-allowed-now', message('uploading-leads'));
  }

  /**
   * Notes the upload for as long as the work lasts.
   * @throws ApiError 409 when another one is under way
   */
  async during<T>(campaignId: string, progress: UploadProgress, work: () => Promise<T>): Promise<T> {
    this.refuseChange(campaignId);
    this.uploads.set(campaignId, progress);
    try {
      return await work();
    } finally {
      this.uploads.delete(campaignId);
    }
  }
}
