import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import plugin from '@marcador/dnc-embedded';
import { NumberFileReader } from '@marcador/dialer/csv/number-file-reader.js';
import { piecesOfText } from '@marcador/dialer/csv/text-of-bytes.js';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { InstanceNumbers } from '@marcador/persistence/plugins/instance-numbers.js';
import { PluginInstanceRepository } from '@marcador/persistence/plugins/plugin-instance.repository.js';
import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import { systemClock } from '@marcador/platform/clock.js';
import { definitionOf, type DncProvider, type PluginHost } from '@marcador/plugin-api';
import { CallGate } from '@marcador/plugin-host/call-gate.js';
import { guardDnc } from '@marcador/plugin-host/guarded-dnc.js';
import { withDatabase } from './database.js';
import { americanNumbers, anyAmericanNumber, chances } from './dnc-numbers.js';
import { figure, percentiles, type Figure } from './figure.js';

const CHECKS = 100_000;
const CHUNK_LENGTH = 64 * 1024;

/** A file in the US registry's format as the service takes it, start after that, and the check within a call attempt. */
export async function* storedList(size: number, name: (text: string) => string): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-bench-'));
  try {
    yield* withDatabase((url) => listIn(url, folder, size, name));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function* listIn(
  url: string,
  folder: string,
  size: number,
  name: (text: string) => string,
): AsyncGenerator<Figure> {
  const database = await openDataSource({ url });
  const instances = new PluginInstanceRepository(database);
  const values = { kind: 'dnc-provider', type: 'dnc-embedded', name: 'List', config: {}, builtIn: false };
  const { id } = await instances.create(values);
  const start = (snapshots: boolean) =>
    new InstanceNumbers(database, new UploadPlaces(), snapshots ? { folder, onTrouble } : undefined);

  const uploading = start(true);
  const begin = performance.now();
  const reading = { format: 'us-registry', region: 'US', hasActions: false } as const;
  const what = { mode: 'replace', reading, listDate: null, totalBytes: null, digest: null } as const;
  const upload = await uploading.of(id).begin(what, new Date());
  const progress = { reading, bytes: 0, lines: 0, read: 0, rejected: 0 };
  const reader = new NumberFileReader(progress, upload);
  const stored = () => ({ ...progress, reading: { ...progress.reading } });
  for await (const piece of piecesOfText(fileOf(size))) {
    await reader.take(piece.text, piece.bytes);
    if (upload.isFull) await upload.keep(stored());
  }
  reader.end();
  await upload.keep(stored());
  const { added } = await upload.finish(new Date());
  const seconds = (performance.now() - begin) / 1000;
  yield figure(name('numbers uploaded per second, PostgreSQL included'), added / seconds, '1/s', {
    ...{ name: 'what a file of 3 GB in an hour needs', value: 250e6 / 3600 },
  });
  await uploading.beforeApplicationShutdown();

  const fromDatabase = await secondsOf(() => start(false).of(id).load());
  const goal = { name: 'goal', value: 1 };
  yield figure(name('list read at the start, without a snapshot'), fromDatabase, 's', goal);
  const again = start(true);
  const fromSnapshot = await secondsOf(() => again.of(id).load());
  yield figure(name('list read at the start, with a snapshot'), fromSnapshot, 's', goal);

  const host = { numbers: again.of(id) } as unknown as PluginHost;
  const provider = definitionOf(plugin)?.definition.create({}, host) as DncProvider;
  const guarded = guardDnc(provider, new CallGate(systemClock), systemClock);
  const chance = chances();
  const times: number[] = [];
  for (let check = 0; check < CHECKS; check++) {
    const number = String(anyAmericanNumber(chance));
    const from = performance.now();
    await guarded.check(number);
    times.push(1000 * (performance.now() - from));
  }
  const { p50, p99 } = percentiles(times);
  const limit = { name: 'goal', value: 50 };
  yield figure(name('look-up within a call attempt, p50'), p50, 'µs', limit);
  yield figure(name('look-up within a call attempt, p99'), p99, 'µs', limit);
  await again.beforeApplicationShutdown();
  await database.destroy();
}

function onTrouble(error: unknown): never {
  throw error;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

/** As the US registry writes it, in chunks as they come from a connection. */
async function* fileOf(size: number): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const number of americanNumbers(size)) {
    const digits = String(number);
    text += `${digits.slice(1, 4)},${digits.slice(4)}\n`;
    if (text.length < CHUNK_LENGTH) continue;
    yield Buffer.from(text);
    text = '';
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield Buffer.from(text);
}
