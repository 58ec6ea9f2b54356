import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import type { CallRecord } from '@marcador/persistence/entities/call-record.entity.js';
import { csvLine, withoutApostrophe } from '../csv/csv-line.js';
import { CSV_COLUMNS, csvCells } from './call-record-csv.js';
import type { CallRecordView } from './call-record.dto.js';
import { viewOf } from './call-record-view.js';

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
// An empty text and none look the same in a CSV.
const text = fc.string({ minLength: 1 });
const count = fc.nat({ max: 0x7fff_ffff });
const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
const real = fc.double({ min: 0, max: 1e9, noNaN: true });

const record: fc.Arbitrary<CallRecord> = fc.record({
  id: text,
  campaignId: text,
  campaignName: text,
  groupId: text,
  leadId: text,
  leadName: text,
  phone: text,
  attempt: count,
  node: text,
  port: orNull(text),
  callId: orNull(text),
  claimedAt: instant,
  dialledAt: orNull(instant),
  ringingAt: orNull(instant),
  answeredAt: orNull(instant),
  amdAt: orNull(instant),
  transferredAt: orNull(instant),
  endedAt: instant,
  result: fc.constantFrom('SUCCESS', 'BUSY', 'FAILURE'),
  subReason: orNull(fc.constantFrom('no-answer', 'bad-number')),
  sipCode: orNull(count),
  q850Cause: orNull(count),
  amdAnsweredBy: orNull(text),
  amdMachine: orNull(fc.constantFrom('greeting', 'beep')),
  amdReason: orNull(text),
  amdConfidence: orNull(real),
  amdDecidedMs: orNull(count),
  amdMeasurements: orNull(fc.dictionary(fc.constantFrom('toneMs', 'speechMs'), count)),
  messageAt: orNull(instant),
  messagePlayedMs: orNull(count),
  dncInstanceId: orNull(text),
  dncService: orNull(text),
  dncVerdict: orNull(fc.constantFrom('CLEAR', 'LISTED')),
  transferSipCode: orNull(count),
  audioCodec: orNull(text),
  audioEncrypted: orNull(fc.boolean()),
  audioPacketsSent: orNull(count),
  audioPacketsReceived: orNull(count),
  audioPacketsLost: orNull(count),
  audioJitterMs: orNull(real),
  audioRemotePacketsLost: orNull(count),
  audioRemoteJitterMs: orNull(real),
  audioRoundTripMs: orNull(real),
});

describe('the columns of exported call records', () => {
  it('have each value of a record under its name in the API; what nobody measured is empty, never 0', () => {
    const header = csvLine(CSV_COLUMNS);
    fc.assert(
      fc.property(record, (each) => {
        const view = viewOf(each);
        const rows: Record<string, string>[] = parse(header + csvLine(csvCells(view)), { columns: true });
        const texts = CSV_COLUMNS.map((column) => [column, textOf(view[column])]);
        expect(CSV_COLUMNS.toSorted()).toEqual(Object.keys(view).sort());
        const read = Object.entries(rows[0]!).map(([column, cell]) => [column, withoutApostrophe(cell)]);
        expect(Object.fromEntries(read)).toEqual(Object.fromEntries(texts));
      }),
    );
  });
});

function textOf(value: CallRecordView[keyof CallRecordView]): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
