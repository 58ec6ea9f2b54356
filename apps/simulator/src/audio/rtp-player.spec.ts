import { createSocket, type Socket } from 'node:dgram';
import { on } from 'node:events';
import { pcmu } from '@marcador/telephony/rtp/g711.js';
import { parseRtp } from '@marcador/telephony/rtp/rtp-packet.js';
import type { Impairment } from './impairment.js';
import { RtpPlayer } from './rtp-player.js';

const HOST = '127.0.0.1';
const PACKETS = 40;

let socket: Socket;

beforeEach(async () => {
  socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
});
afterEach(() => socket.close());

/** By how many packets of the stream each one that arrives is ahead of the first of them. */
async function arrivalsOver(network?: Impairment): Promise<number[]> {
  let asked = 0;
  // Each third packet is lost; of the others each second one is slow.
  const chance = () => [0, 0.5, 0.4, 0.9, 0.9, 0, 0.9, 0.9, 0.5][asked++ % 9] as number;
  const player = await RtpPlayer.open(HOST, network, chance);
  player.play({ address: HOST, port: socket.address().port, codec: pcmu }, ['hello-en'], () => {});
  const sequences: number[] = [];
  for await (const [datagram] of on(socket, 'message') as AsyncIterable<[Buffer]>) {
    sequences.push(parseRtp(datagram)?.sequence ?? NaN);
    if (sequences.length === PACKETS) break;
  }
  await player.close();
  return sequences.map((sequence) => ((sequence - (sequences[0] as number) + 0x8000) & 0xffff) - 0x8000);
}

const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const gaps = (numbers: readonly number[]) =>
  ascending(numbers).filter((number, n, all) => n > 0 && number - (all[n - 1] as number) > 1).length;

it('plays every packet in order over a good network', async () => {
  const arrived = await arrivalsOver();
  expect(arrived).toEqual(Array.from({ length: PACKETS }, (_, n) => n));
});

it('loses packets on the way', async () => {
  const arrived = await arrivalsOver({ lossShare: 0.3, jitterMs: 0 });
  expect(arrived).toEqual(ascending(arrived));
  expect(gaps(arrived)).toBeGreaterThan(PACKETS / 4);
});

it('lets packets overtake each other', async () => {
  const arrived = await arrivalsOver({ lossShare: 0, jitterMs: 30 });
  expect(arrived).not.toEqual(ascending(arrived));
});
