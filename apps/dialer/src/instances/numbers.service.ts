import { isRegion, numberNormaliser } from '@marcador/domain/phone-number.js';
import { message, textOf, type Language } from '@marcador/messages/message.js';
import type { NumberUpload } from '@marcador/persistence/entities/number-upload.entity.js';
import type { NumberUploadInProgress } from '@marcador/persistence/number-lists/upload-in-progress.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import type { Clock } from '@marcador/platform/clock.js';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import { HttpStatus, Inject, Injectable } from '@nestjs/common';
import {
  NumberFileReader,
  type NumberFileProgress,
  type NumberFileReading,
} from '../csv/number-file-reader.js';
import { linesOfRejected, ROWS_SHOWN } from '../csv/rejected-rows.js';
import { piecesOfText } from '../csv/text-of-bytes.js';
import { ApiError, badRequest, conflict, detail, invalid } from '../http/api-error.js';
import { CLOCK } from '../tokens.js';
import { InstancesService } from './instances.service.js';
import { ListAgeService } from './list-age.service.js';
import type {
  GoOnQuery,
  LookUpNumberQuery,
  NumberCountView,
  NumbersReportView,
  NumberUploadView,
  NumberView,
  UploadNumbersQuery,
} from './numbers.dto.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A file that is being received. */
export interface NumberFile {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** `undefined`: the client does not say. */
  readonly length: number | undefined;
}

interface UnderWay {
  readonly upload: NumberUpload;
  state: 'receiving' | 'storing';
  progress: NumberFileProgress;
}

/** The lists of numbers that administrators upload. */
@Injectable()
export class NumbersService {
  /** By the list's id: one upload at a time. */
  private readonly underWay = new Map<string, UnderWay | undefined>();

  constructor(
    private readonly instances: InstancesService,
    private readonly registry: ExtensionRegistry,
    private readonly numbers: InstanceNumbers,
    private readonly places: UploadPlaces,
    private readonly ages: ListAgeService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async count(id: string): Promise<NumberCountView> {
    await this.assertKeepsNumbers(id);
    const list = await this.numbers.of(id).list();
    return list === undefined
      ? { count: 0, listDate: null, changedAt: null }
      : { count: list.count, listDate: list.listDate, changedAt: list.changedAt };
  }

  /** @throws ApiError 400 when it is no number */
  async lookUp(id: string, { number: text, region = '' }: LookUpNumberQuery): Promise<NumberView> {
    await this.assertKeepsNumbers(id);
    const normalised = numberNormaliser(isRegion(region) ? region : undefined)(text);
    if (!normalised.ok) throw invalid([detail('number', message(normalised.fault))]);
    const { number } = normalised;
    return { number, listed: await this.numbers.of(id).has(number) };
  }

  /** The list changes when all of the file has come. A file that cannot be read changes nothing. */
  async upload(id: string, query: UploadNumbersQuery, file: NumberFile): Promise<NumbersReportView> {
    await this.assertKeepsNumbers(id);
    const { mode, region, format, listDate = null, digest = null } = query;
    this.refuseDayToCome(listDate);
    const reading = { format, region, hasActions: mode === 'change' };
    return this.alone(id, async () => {
      const what = { mode, reading, listDate, totalBytes: file.length ?? null, digest };
      return this.receive(id, await this.numbers.of(id).begin(what, this.clock.now()), file);
    });
  }

  /**
   * Goes on with the upload that broke off.
   * @throws ApiError 409 when there is none, or it is of another file or goes on elsewhere
   */
  async goOn(id: string, { from, digest }: GoOnQuery, rest: NumberFile): Promise<NumbersReportView> {
    await this.assertKeepsNumbers(id);
    return this.alone(id, async () => {
      const upload = await this.unfinished(id);
      const { bytes, totalBytes } = upload;
      if (upload.digest === null) throw conflict('not-the-rest', message('file-not-known'));
      if (upload.digest !== digest) throw conflict('not-the-rest', message('other-file'));
      const isOtherLength =
        rest.length !== undefined && totalBytes !== null && from + rest.length !== totalBytes;
      if (from !== bytes || isOtherLength) throw conflict('not-the-rest', message('not-the-rest', { bytes }));
      return this.receive(id, this.numbers.of(id).goOn(upload), rest);
    });
  }

  /** Forgets the upload that broke off. @throws ApiError 409 when there is none */
  async giveUp(id: string): Promise<void> {
    await this.assertKeepsNumbers(id);
    await this.alone(id, async () => this.numbers.of(id).giveUp(await this.unfinished(id)));
  }

  async uploadState(id: string): Promise<NumberUploadView> {
    await this.assertKeepsNumbers(id);
    const underWay = this.underWay.get(id);
    const upload = underWay?.upload ?? (await this.numbers.of(id).lastUpload());
    if (upload === undefined) return NO_UPLOAD;
    const { mode, startedAt, totalBytes, digest, listDate, finishedAt } = upload;
    const { bytes, lines, read, rejected, reading } = underWay?.progress ?? upload;
    const { format, region } = reading as unknown as NumberFileReading;
    return {
      state: underWay?.state ?? (finishedAt === null ? 'interrupted' : 'done'),
      ...{
        mode,
        format,
        region,
        listDate,
        startedAt,
        bytes,
        totalBytes,
        digest,
        lines,
        read,
        rejectedTotal: rejected,
      },
      report: finishedAt === null ? null : await this.reportOf(id, upload),
    };
  }

  /** The lines of a CSV of the rows that the last upload did not take. */
  async rejectedRows(id: string, language: Language): Promise<AsyncGenerator<string>> {
    await this.assertKeepsNumbers(id);
    return linesOfRejected(this.numbers.of(id).allRejectedRows(), language);
  }

  /** What has a day to come never becomes old. Where people are a day ahead of UTC, tomorrow has begun. */
  private refuseDayToCome(listDate: string | null): void {
    const tomorrow = new Date(this.clock.now().getTime() + DAY_MS).toISOString().slice(0, 10);
    if (listDate !== null && listDate > tomorrow) throw invalid([detail('listDate', message('day-to-come'))]);
  }

  private async alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (this.underWay.has(id)) throw conflict('upload-under-way', message('list-upload-under-way'));
    this.underWay.set(id, undefined);
    try {
      return await this.places.during(work);
    } finally {
      this.underWay.delete(id);
    }
  }

  private async unfinished(id: string): Promise<NumberUpload> {
    const upload = await this.numbers.of(id).lastUpload();
    if (upload === undefined || upload.finishedAt !== null)
      throw conflict('not-allowed-now', message('no-upload-to-go-on'));
    return upload;
  }

  private async receive(
    id: string,
    upload: NumberUploadInProgress,
    file: NumberFile,
  ): Promise<NumbersReportView> {
    const { bytes, lines, read, rejected, reading } = upload.stored;
    const progress = { bytes, lines, read, rejected, reading: reading as unknown as NumberFileReading };
    const underWay: UnderWay = { upload: upload.stored, state: 'receiving', progress };
    this.underWay.set(id, underWay);
    try {
      const reader = new NumberFileReader(progress, upload);
      for await (const piece of piecesOfText(file.bytes)) {
        await reader.take(piece.text, piece.bytes);
        if (upload.isFull) await upload.keep(stored(progress));
      }
      reader.end();
      underWay.state = 'storing';
      await upload.keep(stored(progress));
      const { mode, added } = upload.stored;
      // The wrong file, and the list that it would empty protects people.
      if (mode === 'replace' && added === 0) throw badRequest('no-numbers', message('no-numbers'));
    } catch (error) {
      if (isRefusal(error)) await upload.giveUp();
      // Where it broke off it can be gone on with; where the database does not answer, further back.
      else await upload.keep(stored(progress)).catch(() => undefined);
      throw error;
    }
    const finished = await upload.finish(this.clock.now());
    await this.ages.lookAgain(id);
    return this.reportOf(id, finished);
  }

  private async reportOf(id: string, upload: NumberUpload): Promise<NumbersReportView> {
    const { read, added, removed, rejected, reading } = upload;
    const { layout, format } = reading as unknown as NumberFileReading;
    const set = this.numbers.of(id);
    const rows = await set.rejectedRows(ROWS_SHOWN);
    return {
      read,
      column: layout === undefined || format === 'us-registry' || read === 0 ? null : layout.column + 1,
      ...{ added, removed, count: await set.count(), rejectedTotal: rejected },
      rejected: rows.map(({ line, why }) => ({ line, reason: textOf(why), ...why })),
    };
  }

  private async assertKeepsNumbers(id: string): Promise<void> {
    const { kind, type, name } = await this.instances.get('dnc-provider', id);
    if (this.registry.find(kind, type)?.keepsNumbers === true) return;
    throw conflict('keeps-no-numbers', message('keeps-no-numbers', { name }));
  }
}

const NO_UPLOAD: NumberUploadView = {
  ...{ state: 'none', mode: null, format: null, region: null, listDate: null, startedAt: null },
  ...{
    bytes: null,
    totalBytes: null,
    digest: null,
    lines: null,
    read: null,
    rejectedTotal: null,
    report: null,
  },
};

function stored({ reading, ...progress }: NumberFileProgress) {
  return { ...progress, reading: { ...reading } };
}

/** The file itself is wrong: to send more of it is of no use. */
function isRefusal(error: unknown): boolean {
  const refusals: number[] = [HttpStatus.BAD_REQUEST, HttpStatus.PAYLOAD_TOO_LARGE];
  return error instanceof ApiError && refusals.includes(error.getStatus());
}
