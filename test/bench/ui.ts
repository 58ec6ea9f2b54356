import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { figure, percentiles, type Figure } from './figure.js';

const CHROMIUM = '/usr/bin/chromium';
const SANDBOX = fileURLToPath(new URL('../../../apps/sandbox/dist/main.js', import.meta.url));
const RUNS = 5;
/** What the first load may weigh, compressed. */
const BUDGET_KB = 250;
/** A page of the same service that loads nothing: what browser, certificate and connection take by themselves. */
const BARE_PAGE = '/api/v1/health/live';

/** The device and network that Lighthouse takes for a slow phone. */
const SLOW = { cpuSlowdown: 4, latencyMs: 150, bytesPerSecond: (1.6 * 1024 * 1024) / 8 };

interface Load {
  readonly kilobytes: number;
  /** When the largest thing on the page was painted, ms from the begin. */
  readonly largestPaintMs: number;
  /** How long tasks kept the page from answering, beyond 50 ms each. */
  readonly blockingMs: number;
}

/** The first load of the web UI, from an empty cache, beside a bare page of the same service. */
export async function* benchUi(): AsyncGenerator<Figure> {
  if (!existsSync(CHROMIUM)) throw new Error('This bench drives Debian’s chromium: install it.');
  const folder = await mkdtemp(join(tmpdir(), 'marcador-bench-'));
  const sandbox = spawn(process.execPath, [SANDBOX], {
    cwd: folder,
    env: { ...process.env, MARCADOR_HTTPS__PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const address = await addressOf(sandbox);
    for (const slow of [false, true]) {
      const where = slow ? 'on a slow phone' : 'on this machine';
      const ui = await loads(browser, address, slow);
      const bare = await loads(browser, address + BARE_PAGE, slow);
      if (!slow) {
        yield figure('transferred', median(ui, 'kilobytes'), 'kB', { name: 'budget', value: BUDGET_KB });
      }
      yield figure(`largest paint ${where}`, median(ui, 'largestPaintMs'), 'ms', {
        name: 'a bare page',
        value: median(bare, 'largestPaintMs'),
      });
      yield figure(`blocking time ${where}`, median(ui, 'blockingMs'), 'ms', {
        name: 'what Lighthouse calls good',
        value: 200,
      });
    }
  } finally {
    await browser.close();
    sandbox.kill('SIGTERM');
    if (sandbox.exitCode === null) await once(sandbox, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

/** The sandbox says it on its output. */
async function addressOf(sandbox: ChildProcess): Promise<string> {
  if (sandbox.stdout === null) throw new Error('The sandbox has no output.');
  for await (const line of createInterface(sandbox.stdout)) {
    const address = /serves on (https:\/\/[^\s/]+:\d+)/.exec(line)?.[1];
    if (address === undefined) continue;
    sandbox.stdout.resume();
    return address;
  }
  throw new Error('The sandbox ended before it served.');
}

async function loads(browser: Browser, address: string, slow: boolean): Promise<Load[]> {
  const all: Load[] = [];
  for (let run = 0; run < RUNS; run++) all.push(await load(browser, address, slow));
  return all;
}

async function load(browser: Browser, address: string, slow: boolean): Promise<Load> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await devtools.send('Network.enable');
  if (slow) {
    const { latencyMs, bytesPerSecond, cpuSlowdown } = SLOW;
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  }
  await page.addInitScript({ content: OBSERVE });
  await page.goto(address, { waitUntil: 'networkidle' });
  const { largestPaintMs, blockingMs } = await page.evaluate<Omit<Load, 'kilobytes'>>('globalThis.observed');
  await context.close();
  return { kilobytes: bytes / 1000, largestPaintMs, blockingMs };
}

/** Runs in the page. */
const OBSERVE = `
  globalThis.observed = { largestPaintMs: 0, blockingMs: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) observed.largestPaintMs = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) observed.blockingMs += duration - 50;
  }).observe({ type: 'longtask', buffered: true });
`;

function median(all: readonly Load[], what: keyof Load): number {
  return percentiles(all.map((load) => load[what])).p50;
}
