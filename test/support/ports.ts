import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';
const FIRST = 10_000;
/** The product's own range for RTP begins here. */
const END = 16_384;
/** From here on systems choose ports by themselves where they do not say (RFC 6335 §6). */
const DYNAMIC = 49_152;
/** baresip takes the next one for TLS, sipp the next but one for video. */
const SPAN = 4;

/**
 * A port of 127.0.0.1, for UDP and TCP, for a program that cannot take any free one by itself, or for what closes and is
 * opened again. It and the three after it are this process' until it ends, among all who ask here; and the system
 * gives none of them to anybody who wants any port, as it does with one that was bound as "any" and closed.
 */
export async function freePort(): Promise<number> {
  const end = endOfPorts();
  for (let port = FIRST; port + SPAN <= end; port += SPAN)
    if ((await isReserved(port)) && (await areFree(port))) return port;
  throw new Error(`No ${SPAN} ports in a row from ${FIRST} to ${end} are free: end what uses them`);
}

/**
 * Starts something on a free port; on another one where a stranger took the first meanwhile.
 * @param start rejects with what was said about the port: "Address already in use"
 */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (!/address already in use/i.test(String(error))) throw error;
    }
  }
}

/** Ports below it are given to nobody who wants any port, unless the system has hardly any others. */
function endOfPorts(): number {
  const ephemeral = firstEphemeralPort();
  return ephemeral > FIRST + 1000 ? Math.min(END, ephemeral) : END;
}

function firstEphemeralPort(): number {
  try {
    return Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
  } catch {
    return DYNAMIC;
  }
}

/** Whether it is ours now: whoever has the port on the other loopback address has it, and the kernel frees it at his end. */
async function isReserved(port: number): Promise<boolean> {
  const guard = createServer().unref();
  return isBound((done) => guard.once('error', done).listen({ port, host: '::1', exclusive: true }, done));
}

async function areFree(first: number): Promise<boolean> {
  for (let port = first; port < first + SPAN; port++) if (!(await isFree(port))) return false;
  return true;
}

async function isFree(port: number): Promise<boolean> {
  const udp = createSocket('udp4');
  const tcp = createServer();
  const isFree =
    (await isBound((done) => udp.once('error', done).bind({ port, address: HOST, exclusive: true }, done))) &&
    (await isBound((done) => tcp.once('error', done).listen({ port, host: HOST, exclusive: true }, done)));
  await new Promise<void>((resolve) => udp.close(resolve));
  if (tcp.listening) await new Promise((resolve) => tcp.close(resolve));
  return isFree;
}

function isBound(bind: (done: (error?: NodeJS.ErrnoException) => void) => void): Promise<boolean> {
  return new Promise((resolve, reject) =>
    bind((error) => {
      if (error === undefined) resolve(true);
      else if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    }),
  );
}
