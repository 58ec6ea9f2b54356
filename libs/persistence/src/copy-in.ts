import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import type { QueryRunner } from 'typeorm';

const CHUNK_LENGTH = 64 * 1024;

/**
 * Streams rows into a table by COPY, within the transaction of `runner` if it has one. Memory stays flat: rows are
 * taken as the server takes them. When `rows` throws, the COPY fails and so does the transaction.
 *
 * @param target table and columns, such as `lead_upload (name, phone)`
 */
export async function copyIn(
  runner: QueryRunner,
  target: string,
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): Promise<void> {
  const client = (await runner.connect()) as ClientBase;
  await pipeline(Readable.from(chunks(rows)), client.query(from(`COPY ${target} FROM STDIN`)));
}

async function* chunks(rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>) {
  let chunk = '';
  for await (const row of rows) {
    chunk += `${row.map(escaped).join('\t')}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** The text format of COPY. PostgreSQL's text knows no NUL. */
function escaped(field: string): string {
  return /[\\\t\n\r\0]/.test(field)
    ? field.replaceAll('\0', '').replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string)
    : field;
}
