import type { ClientBase } from 'pg';
import { to } from 'pg-copy-streams';
import type { QueryRunner } from 'typeorm';

/** The signature, the flags and the length of the extension (PostgreSQL manual, COPY, "Binary Format"). */
const HEADER_BYTES = 19;
const LAST = -1;

/**
 * Streams the rows of a query by COPY in its binary format, which for large `bytea` is several times faster than a
 * SELECT. Memory stays flat: rows are read as they are taken.
 *
 * @param query without parameters, which COPY has none of
 * @returns the columns of each row as the bytes that PostgreSQL's binary format has for their types; none may be NULL
 */
export async function* copyOut(runner: QueryRunner, query: string): AsyncGenerator<readonly Buffer[]> {
  const client = (await runner.connect()) as ClientBase;
  const stream = client.query(to(`COPY (${query}) TO STDOUT (FORMAT binary)`));
  let rest: Buffer = Buffer.alloc(0);
  let at = HEADER_BYTES;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const row = rowAt(bytes, at);
      if (row === undefined) break;
      at = row.end;
      yield row.fields;
    }
    rest = bytes.subarray(Math.min(at, bytes.length));
    at = Math.max(0, at - bytes.length);
  }
}

/** `undefined`: it is not all there yet, or it was the last one. */
function rowAt(bytes: Buffer, begin: number): { fields: Buffer[]; end: number } | undefined {
  if (bytes.length < begin + 2) return undefined;
  const count = bytes.readInt16BE(begin);
  if (count === LAST) return undefined;
  const fields: Buffer[] = [];
  let at = begin + 2;
  for (let field = 0; field < count; field++) {
    if (bytes.length < at + 4) return undefined;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (bytes.length < at + length) return undefined;
    fields.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { fields, end: at };
}
