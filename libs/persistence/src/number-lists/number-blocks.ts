import { countOf, difference, lowsOf, union, type Block } from '@marcador/number-list/block.js';
import type { ChangedBlock } from '@marcador/number-list/live-numbers.js';
import type { LowsOfPrefix } from '@marcador/number-list/number-batch.js';
import type { EntityManager, QueryRunner } from 'typeorm';
import { copyOut } from '../copy-out.js';

/** So many blocks, of 8 KB at most, are read, changed and written at a time. */
const BLOCKS_AT_ONCE = 128;

/** Which blocks of which list. */
export interface Generation {
  readonly instanceId: string;
  readonly generation: number;
}

type Lows = AsyncIterable<LowsOfPrefix> | Iterable<LowsOfPrefix>;

/** Puts numbers into the blocks of a generation. @returns how many were new */
export function addToBlocks(
  manager: EntityManager,
  to: Generation,
  version: number,
  numbers: Lows,
): Promise<number> {
  return change(manager, to, version, numbers, union);
}

/** Takes numbers out of the blocks of a generation. @returns how many were there */
export async function removeFromBlocks(
  manager: EntityManager,
  from: Generation,
  version: number,
  numbers: Lows,
): Promise<number> {
  const without = (block: Block | undefined, lows: Uint16Array) => block && (difference(block, lows) ?? NONE);
  return -(await change(manager, from, version, numbers, without));
}

/** The numbers of a generation, block by block, read as they are taken. */
export async function* numbersOfBlocks(
  manager: EntityManager,
  { instanceId, generation }: Generation,
): AsyncGenerator<LowsOfPrefix> {
  for (let last = -1; ;) {
    const rows = await manager.query<BlockRow[]>(
      `SELECT prefix, numbers FROM number_block WHERE instance_id = $1 AND generation = $2 AND prefix > $3
       ORDER BY prefix LIMIT $4`,
      [instanceId, generation, last, BLOCKS_AT_ONCE],
    );
    for (const row of rows) yield [Number(row.prefix), lowsOf(blockOfBytes(row.numbers))];
    if (rows.length < BLOCKS_AT_ONCE) return;
    last = Number(rows.at(-1)?.prefix);
  }
}

/** How many blocks of a generation changed after the version. */
export async function countChangedBlocks(
  manager: EntityManager,
  { instanceId, generation }: Generation,
  afterVersion: number,
): Promise<number> {
  const [row] = await manager.query<{ count: string }[]>(
    'SELECT count(*) FROM number_block WHERE instance_id = $1 AND generation = $2 AND version > $3',
    [instanceId, generation, afterVersion],
  );
  return Number(row?.count);
}

/** The blocks of a generation that changed after the version, read as they are taken; an empty one is `undefined`. */
export async function* changedBlocks(
  runner: QueryRunner,
  { instanceId, generation }: Generation,
  afterVersion: number,
): AsyncGenerator<ChangedBlock> {
  const rows = copyOut(
    runner,
    `SELECT prefix, numbers FROM number_block WHERE instance_id = '${instanceId}'::uuid
     AND generation = ${generation} AND version > ${afterVersion}`,
  );
  for await (const [prefix, numbers] of rows as AsyncIterable<[Buffer, Buffer]>)
    yield [Number(prefix.readBigInt64BE()), numbers.length === 0 ? undefined : blockOfBytes(numbers)];
}

/** A block as it is stored, in memory of its own: words lie at even addresses. */
export function blockOfBytes(bytes: Uint8Array): Block {
  const block = new Uint16Array(bytes.length / 2);
  new Uint8Array(block.buffer).set(bytes);
  return block;
}

const NONE: Block = new Uint16Array(0);

interface BlockRow {
  readonly prefix: string;
  readonly numbers: Buffer;
}

async function change(
  manager: EntityManager,
  at: Generation,
  version: number,
  numbers: Lows,
  changed: (block: Block | undefined, lows: Uint16Array) => Block | undefined,
): Promise<number> {
  let difference = 0;
  for await (const page of pagesOf(numbers)) {
    const present = await blocksOf(
      manager,
      at,
      page.map(([prefix]) => prefix),
    );
    const written: [prefix: number, block: Block][] = [];
    for (const [prefix, lows] of page) {
      const former = present.get(prefix);
      const next = changed(former, lows);
      if (next === undefined) continue;
      const more = countOf(next) - (former === undefined ? 0 : countOf(former));
      if (more !== 0) written.push([prefix, next]);
      difference += more;
    }
    await write(manager, at, version, written);
  }
  return difference;
}

async function* pagesOf(numbers: Lows): AsyncGenerator<LowsOfPrefix[]> {
  let page: LowsOfPrefix[] = [];
  for await (const each of numbers) {
    if (page.push(each) < BLOCKS_AT_ONCE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function blocksOf(
  manager: EntityManager,
  { instanceId, generation }: Generation,
  prefixes: readonly number[],
): Promise<Map<number, Block>> {
  const rows = await manager.query<BlockRow[]>(
    `SELECT prefix, numbers FROM number_block
     WHERE instance_id = $1 AND generation = $2 AND prefix = ANY($3::bigint[])`,
    [instanceId, generation, prefixes],
  );
  return new Map(rows.map(({ prefix, numbers }) => [Number(prefix), blockOfBytes(numbers)]));
}

async function write(
  manager: EntityManager,
  { instanceId, generation }: Generation,
  version: number,
  blocks: readonly [prefix: number, block: Block][],
): Promise<void> {
  if (blocks.length === 0) return;
  await manager.query(
    `INSERT INTO number_block (instance_id, generation, prefix, version, numbers)
     SELECT $1, $2, prefix, $3, numbers FROM unnest($4::bigint[], $5::bytea[]) AS block (prefix, numbers)
     ON CONFLICT (instance_id, generation, prefix)
     DO UPDATE SET version = excluded.version, numbers = excluded.numbers`,
    [
      ...[instanceId, generation, version],
      blocks.map(([prefix]) => prefix),
      blocks.map(([, block]) => Buffer.from(block.buffer, block.byteOffset, block.byteLength)),
    ],
  );
}
