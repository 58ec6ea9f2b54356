import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import { serveUi } from './serve-ui.js';

@Controller('api/v1/things')
class Things {
  @Get()
  all(): string[] {
    return ['thing'];
  }
}

@Module({ controllers: [Things] })
class TestModule {}

const PAGE =
  '<app-root ngCspNonce="CSP_NONCE"></app-root><script src="main-ABCD1234.js" nonce="CSP_NONCE"></script>';
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the addresses of the web UI', () => {
  let folder: string;
  let app: NestExpressApplication;
  let url: string;
  const get = (path: string, headers: Record<string, string> = BROWSER) => fetch(url + path, { headers });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-built-ui-'));
    await mkdir(join(folder, 'browser'));
    const script = 'console.log(1)';
    await writeFile(join(folder, 'browser/main-ABCD1234.js'), script);
    await writeFile(join(folder, 'browser/main-ABCD1234.js.br'), brotliCompressSync(script));
    await writeFile(join(folder, 'browser/chunk-B-V2_hbL.js'), script);
    await writeFile(join(folder, 'browser/favicon.svg'), '<svg/>');
    app = await NestFactory.create<NestExpressApplication>(TestModule, { logger: false });
    app.use(cookieParser());
    serveUi(app, folder);
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('say what to do where it was not built', async () => {
    const answer = await get('/');
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build:ui')]);
  });

  it('give the page for every place within it, each time with a new nonce of its own', async () => {
    await writeFile(join(folder, 'index.html'), PAGE);
    const nonces = new Set<string>();
    for (const path of ['/', '/campaigns/1/live']) {
      const answer = await get(path);
      const policy = answer.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(await answer.text()).toBe(PAGE.replaceAll('CSP_NONCE', nonce));
      expect(policy).not.toContain('unsafe');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  it('name what the browser will want next, by its languages and by whether somebody is logged in', async () => {
    await writeFile(join(folder, 'index.html'), '<head></head>');
    const files = { login: ['l.js'], shell: ['s.js'], languages: { en: ['en.js'], pt: ['pt.js'] } };
    await writeFile(join(folder, 'preloads.json'), JSON.stringify(files));
    const preloadsOf = async (headers: Record<string, string>) =>
      [
        ...(await (await get('/', { ...BROWSER, ...headers })).text()).matchAll(
          /"modulepreload" href="([^"]+)"/g,
        ),
      ]
        .map(([, file]) => file)
        .join();
    expect(await preloadsOf({ 'accept-language': 'pt-BR,pt;q=0.9,en;q=0.8' })).toBe('pt.js,l.js');
    expect(await preloadsOf({ 'accept-language': 'de' })).toBe('l.js');
    const cookie = '__Host-marcador=token';
    expect(await preloadsOf({ 'accept-language': 'en-GB', cookie })).toBe('en.js,s.js');
    await rm(join(folder, 'preloads.json'));
    await writeFile(join(folder, 'index.html'), PAGE);
  });

  it('let files whose name changes with their content be kept for ever, compressed, and others be asked for again', async () => {
    const script = await get('/main-ABCD1234.js', { 'accept-encoding': 'br' });
    expect(await script.text()).toBe('console.log(1)');
    expect(script.headers.get('content-encoding')).toBe('br');
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await get('/chunk-B-V2_hbL.js')).headers.get('cache-control')).toContain('immutable');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it('leave to the API what is the API’s, whoever asks', async () => {
    expect(await (await get('/api/v1/things')).json()).toEqual(['thing']);
    expect((await get('/api/v1/nothing')).status).toBe(404);
    expect((await get('/nothing', { accept: 'application/json' })).status).toBe(404);
  });

  it('give no page for a file that is gone after an upgrade', async () => {
    expect((await get('/chunk-OLDOLD12.js', { accept: '*/*' })).status).toBe(404);
  });

  it('give nothing outside their folder', async () => {
    await writeFile(join(folder, 'secret.txt'), 'secret');
    const answer = await get('/..%2fsecret.txt', { accept: '*/*' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});
