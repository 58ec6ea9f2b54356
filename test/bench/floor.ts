import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { openDataSource } from '@marcador/persistence/data-source.js';
import { percentiles, type Percentiles } from './figure.js';

const TRIES = 500;

/** How long a datagram takes to a socket of this process and back, ms. */
export async function datagramEcho(): Promise<Percentiles> {
  const echo = createSocket('udp4').on('message', (data, from) => echo.send(data, from.port, from.address));
  await once(echo.bind(0, '127.0.0.1'), 'listening');
  const socket = createSocket('udp4');
  const times: number[] = [];
  for (let n = 0; n < TRIES; n++) {
    const begin = performance.now();
    socket.send('x'.repeat(500), echo.address().port, '127.0.0.1');
    await once(socket, 'message');
    times.push(performance.now() - begin);
  }
  socket.close();
  echo.close();
  return percentiles(times);
}

/** How long two durable commits of next to nothing take one after the other, ms. */
export async function twoCommits(database: Awaited<ReturnType<typeof openDataSource>>): Promise<Percentiles> {
  const times: number[] = [];
  for (let n = 0; n < TRIES; n++) {
    const begin = performance.now();
    for (let commit = 0; commit < 2; commit++) {
      await database.query("SELECT pg_logical_emit_message(true, 'bench', 'x')");
    }
    times.push(performance.now() - begin);
  }
  return percentiles(times);
}
