import { isRegion, numberNormaliser, type NumberNormaliser } from '@marcador/domain/phone-number.js';
import { message } from '@marcador/messages/message.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import { Injectable } from '@nestjs/common';
import { csvRows } from '../csv/csv-rows.js';
import { numbersInColumn, type NumberField } from '../csv/number-column.js';
import { RejectedRows } from '../csv/rejected-rows.js';
import { badRequest, conflict, detail, invalid } from '../http/api-error.js';
import { InstancesService } from './instances.service.js';
import type {
  LookUpNumberQuery,
  NumberCountView,
  NumbersReportView,
  NumberView,
  UploadNumbersQuery,
} from './numbers.dto.js';

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

  /** @throws ApiError 400 when it is no number */
  async lookUp(id: string, { number: text, region = '' }: LookUpNumberQuery): Promise<NumberView> {
    await this.assertKeepsNumbers(id);
    const normalised = numberNormaliser(isRegion(region) ? region : undefined)(text);
    if (!normalised.ok) throw invalid([detail('number', message(normalised.fault))]);
    const { number } = normalised;
    return { number, listed: await this.numbers.of(id).has(number) };
  }

  /** All or nothing: a file that cannot be read changes nothing. */
  async upload(
    id: string,
    { mode, region }: UploadNumbersQuery,
    body: AsyncIterable<Uint8Array>,
  ): Promise<NumbersReportView> {
    await this.assertKeepsNumbers(id);
    const rejected = new RejectedRows();
    const progress: Progress = { read: 0, column: null };
    const normalise = numberNormaliser(isRegion(region) ? region : undefined);
    const fields = numbersInColumn(csvRows(body, { leastColumns: 1 }), (text) => normalise(text).ok);
    const numbers = numbersOf(fields, normalise, rejected, progress);
    const set = this.numbers.of(id);
    const written =
      mode === 'add' ? await set.add(numbers) : await set.replace(insteadOfAll(numbers, rejected));
    return { ...progress, added: written, count: await set.count(), ...rejected.report() };
  }

  private async assertKeepsNumbers(id: string): Promise<void> {
    const { kind, type, name } = await this.instances.get('dnc-provider', id);
    if (this.registry.find(kind, type)?.keepsNumbers === true) return;
    throw conflict('keeps-no-numbers', message('keeps-no-numbers', { name }));
  }
}

interface Progress {
  read: number;
  column: number | null;
}

async function* numbersOf(
  fields: AsyncIterable<NumberField>,
  normalise: NumberNormaliser,
  rejected: RejectedRows,
  progress: Progress,
): AsyncGenerator<string> {
  for await (const { line, column, text } of fields) {
    const result = normalise(text);
    progress.read++;
    progress.column = column;
    if (result.ok) yield result.number;
    else rejected.add(line, message(result.fault));
  }
}

/** A file without a single number is the wrong file, and the list that it would empty protects people. */
async function* insteadOfAll(numbers: AsyncIterable<string>, rejected: RejectedRows): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const number of numbers) {
    isEmpty = false;
    yield number;
  }
  if (!isEmpty || rejected.report().rejectedTotal === 0) return;
  throw badRequest('no-numbers', message('no-numbers'));
}
