import { isRegion, numberNormaliser, type NumberNormaliser } from '@marcador/domain/phone-number.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import { Injectable } from '@nestjs/common';
import { csvRows, type CsvRow } from '../csv/csv-rows.js';
import { RejectedRows } from '../csv/rejected-rows.js';
import { conflict } from '../http/api-error.js';
import { InstancesService } from './instances.service.js';
import type { NumberCountView, NumbersReportView, UploadNumbersQuery } from './numbers.dto.js';

/** The lists of numbers that administrators upload. */
@Injectable()
export class NumbersService {
  constructor(
    private readonly instances: InstancesService,
    private readonly registry: ExtensionRegistry,
    private readonly numbers: InstanceNumbers,
  ) {}

  async count(id: string): Promise<NumberCountView> {
    await this.assertKeepsNumbers(id);
    return { count: await this.numbers.of(id).count() };
  }

  /** All or nothing: a file that cannot be read changes nothing. */
  async upload(
    id: string,
    { mode, region }: UploadNumbersQuery,
    body: AsyncIterable<Uint8Array>,
  ): Promise<NumbersReportView> {
    await this.assertKeepsNumbers(id);
    const rejected = new RejectedRows();
    const progress = { read: 0 };
    const normalise = numberNormaliser(isRegion(region) ? region : undefined);
    const rows = numbersOf(csvRows(body, { leastColumns: 1 }), normalise, rejected, progress);
    const set = this.numbers.of(id);
    const written = mode === 'add' ? await set.add(rows) : await set.replace(rows);
    return { read: progress.read, added: written, count: await set.count(), ...rejected.report() };
  }

  private async assertKeepsNumbers(id: string): Promise<void> {
    const { kind, type, name } = await this.instances.get('dnc-provider', id);
    if (this.registry.find(kind, type)?.keepsNumbers === true) return;
    throw conflict('keeps-no-numbers', `"${name}" keeps no list of numbers: choose the Embedded Service.`);
  }
}

/**
 * Every field of a row that is a number: lists come with names and further numbers. A field that only looks like one
 * blocks a number too many, which does no harm; one that is passed over would be called.
 */
async function* numbersOf(
  rows: AsyncIterable<CsvRow>,
  normalise: NumberNormaliser,
  rejected: RejectedRows,
  progress: { read: number },
): AsyncGenerator<string> {
  for await (const { line, fields } of rows) {
    const results = fields.map((field) => normalise(field));
    const numbers = results.flatMap((result) => (result.ok ? [result.number] : []));
    progress.read++;
    if (numbers.length === 0) rejected.add(line, results.find((result) => !result.ok)?.reason ?? '');
    yield* numbers;
  }
}
