import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { freePort } from '../../../../test/support/ports.js';
import { installedPackage, usableBinaries } from './binaries.js';
import { prepareDataFolder, SYSTEM_FOLDER } from './data-folder.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { serverIdentity } from './server-identity.js';
import { ServerProcess } from './server-process.js';

const COMPILED = join(import.meta.dirname, '..', '..', 'dist');
const isRoot = process.getuid?.() === 0;
const whenRoot = (name: string, test: () => Promise<void>) =>
  isRoot ? it(name, test) : it.skip(`${name} (only root can try this)`, test);

const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
let seed: string;

async function temporaryFolder(mode: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-launcher-'));
  folders.push(folder);
  await chmod(folder, mode);
  return folder;
}

/** On a port that nobody else takes once it has stopped. */
async function start(dataDir: string, options: object = {}): Promise<EmbeddedPostgres> {
  const port = await freePort();
  const server = await startEmbeddedPostgres({ dataDir, durable: false, port, ...options });
  servers.push(server);
  return server;
}

/** A data folder that has been started before: making a cluster is what takes the time. */
async function usedDataFolder(): Promise<string> {
  const dataDir = join(await temporaryFolder(0o755), 'data');
  execFileSync('cp', ['-a', seed, dataDir]);
  return dataDir;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** A process of its own that starts a server, says so, and waits to be ended. */
async function startInChild(
  command: { node: string; compiled: string; uid?: number; gid?: number; home?: string },
  options: object,
): Promise<{ child: ChildProcess; url: string; location: string; uid: number }> {
  const module = pathToFileURL(join(command.compiled, 'embedded-postgres', 'embedded-postgres.js')).href;
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const server = await startEmbeddedPostgres(${JSON.stringify({ durable: false, port: await freePort(), ...options })});
    console.log(JSON.stringify({ url: server.url, location: server.location, uid: process.getuid() }));
    process.stdin.once('data', async () => { await server.stop(); process.exit(0); });`;
  const child = spawn(command.node, ['--input-type=module', '-e', script], {
    cwd: '/',
    env: { PATH: process.env['PATH'], HOME: command.home },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid }),
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { url: string; location: string; uid: number }) };
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-launcher-'));
  await chmod(folder, 0o755);
  seed = join(folder, 'data');
  await (await startEmbeddedPostgres({ dataDir: seed, durable: false })).stop();
});

afterAll(() => rm(dirname(seed), { recursive: true, force: true }));

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('serves a database that outlives a restart', async () => {
    const dataDir = join(await temporaryFolder(0o755), 'data');
    const first = await start(dataDir);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);

    const second = await start(dataDir);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('is stopped and started anew when a killed process left it running', async () => {
    const dataDir = await usedDataFolder();
    const left = await startInChild({ node: process.execPath, compiled: COMPILED }, { dataDir });
    await query(left.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    left.child.kill('SIGKILL');
    await once(left.child, 'exit');
    expect(await query(left.url, 'SELECT 1')).toEqual([1]);

    const messages: string[] = [];
    const server = await start(dataDir, { log: (message: string) => messages.push(message) });
    expect(messages[0]).toMatch(/an earlier process left running/);
    await expect(query(left.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('starts in spite of the record of a server that is long gone', async () => {
    const dataDir = await usedDataFolder();
    const port = await freePort();
    const cluster = join(dataDir, 'cluster');
    // The process id is now that of another program, this one.
    const record = [process.pid, cluster, 1, port, '', '127.0.0.1'];
    await writeFile(join(cluster, 'postmaster.pid'), record.join('\n'));
    const server = await start(dataDir);
    expect(await query(server.url, 'SELECT 1')).toEqual([1]);
  });

  whenRoot('runs as another user when root keeps everything in a closed home', async () => {
    const home = await temporaryFolder(0o700);
    const systemFolder = await temporaryFolder(0o755);
    const packageRoot = await packageWithoutLinks(home);
    const dataDir = join(home, 'checkout', '.marcador', 'postgres');
    const options = { packageRoot, systemFolder };

    const first = await start(dataDir, options);
    expect(dirname(first.location)).toBe(systemFolder);
    expect((await stat(join(first.location, 'cluster'))).uid).not.toBe(0);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start(dataDir, options);
    expect(second.location).toBe(first.location);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([42]);
  });

  whenRoot('begins anew when the folder of root’s data was removed, and stops what ran for it', async () => {
    const home = await temporaryFolder(0o700);
    const systemFolder = await temporaryFolder(0o755);
    const dataDir = join(home, 'data');
    const left = await startInChild(
      { node: process.execPath, compiled: COMPILED },
      { dataDir, systemFolder },
    );
    await query(left.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    left.child.kill('SIGKILL');
    await once(left.child, 'exit');
    await rm(dataDir, { recursive: true });

    const server = await start(dataDir, { systemFolder });
    expect(server.location).toBe(left.location);
    expect(await query(server.url, `SELECT to_regclass('kept')`)).toEqual([null]);
    await expect(query(left.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  whenRoot('clears away root’s data of a temporary folder that is gone', async () => {
    const home = await temporaryFolder(0o700);
    const systemFolder = await temporaryFolder(0o755);
    const gone = join(systemFolder, 'gone');
    const kept = join(systemFolder, 'kept');
    for (const [folder, origin] of [
      [gone, join(home, 'gone')],
      [kept, '/mnt/unmounted/data'],
    ] as const) {
      await mkdir(folder);
      await writeFile(join(folder, 'origin'), origin);
    }
    await start(join(home, 'data'), { systemFolder });
    expect([existsSync(gone), existsSync(kept)]).toEqual([false, true]);
  });

  whenRoot('does not take the data of another folder for its own', async () => {
    const home = await temporaryFolder(0o700);
    const systemFolder = await temporaryFolder(0o755);
    await (await start(join(home, 'first'), { systemFolder })).stop();
    await cp(join(home, 'first'), join(home, 'copy'), { recursive: true, verbatimSymlinks: true });
    await expect(start(join(home, 'copy'), { systemFolder })).rejects.toThrow(/was made at another path/);
  });

  whenRoot('runs for an ordinary user with a home of its own', async () => {
    const home = await temporaryFolder(0o755);
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody']))) as [
      number,
      number,
    ];
    const program = await installFor(home, { uid, gid });
    const dataDir = join(home, 'own', 'data');
    await mkdir(join(home, 'own'));
    execFileSync('chown', [`${uid}:${gid}`, join(home, 'own')]);

    const running = await startInChild({ ...program, uid, gid, home: join(home, 'own') }, { dataDir });
    expect(running.uid).toBe(uid);
    expect(running.location).toBe(dataDir);
    expect((await stat(join(dataDir, 'cluster'))).uid).toBe(uid);
    expect(await query(running.url, 'SELECT 1')).toEqual([1]);
    running.child.stdin?.write('stop');
    await once(running.child, 'exit');
    await expect(query(running.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('takes another port when another program was quicker', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const free = await freePort();
    const answers = [port, port, free];
    const identity = await serverIdentity(seed);
    const { folder } = await prepareDataFolder(await usedDataFolder(), identity, SYSTEM_FOLDER);
    const binaries = await usableBinaries(installedPackage(), identity, SYSTEM_FOLDER);
    const server = new ServerProcess(binaries, folder, identity, false);
    try {
      expect(await server.start(0, () => Promise.resolve(answers.shift() ?? free))).toBe(free);
    } finally {
      await server.stop();
      taken.close();
    }
  });

  it('completes the library links that npm left out', async () => {
    const folder = await temporaryFolder(0o755);
    const packageRoot = await packageWithoutLinks(folder);
    const server = await start(await usedDataFolder(), { packageRoot });
    expect(await query(server.url, 'SELECT 1')).toEqual([1]);
  });
});

describe('a running embedded PostgreSQL', () => {
  let folder: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-launcher-'));
    await chmod(folder, 0o755);
    execFileSync('cp', ['-a', seed, join(folder, 'data')]);
    server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), durable: false });
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('wants its generated password, which nobody else can read', async () => {
    await expect(query(server.url.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow(/password/);
    expect((await stat(join(server.location, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(server.location)).mode & 0o777).toBe(0o700);
  });

  it('listens on the loopback address only', async () => {
    expect(await query(server.url, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
    expect(await query(server.url, 'SHOW unix_socket_directories')).toEqual(['']);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    if (outside === undefined) return;
    const elsewhere = server.url.replace('127.0.0.1', outside.address);
    await expect(query(elsewhere, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('is not in the process group that Ctrl-C reaches', async () => {
    const record = await readFile(join(server.location, 'cluster', 'postmaster.pid'), 'utf8');
    const postmaster = Number(record.split('\n')[0]);
    // It leads a process group of its own: there is one of its number.
    expect(() => process.kill(-postmaster, 0)).not.toThrow();
  });

  it('is left alone while the process that started it lives', async () => {
    await expect(start(join(folder, 'data'))).rejects.toThrow(
      /in use by another Marcador: stop that one first/,
    );
    expect(await query(server.url, 'SELECT 1')).toEqual([1]);
  });
});

describe('an embedded PostgreSQL that cannot run', () => {
  it('names the folder that cannot be written', async () => {
    const folder = await temporaryFolder(0o755);
    await writeFile(join(folder, 'file'), '');
    await expect(start(join(folder, 'file', 'data'))).rejects.toThrow(
      /cannot use the folder .*file\/data \(ENOTDIR\): make it writable.*DATABASE_URL/,
    );
  });

  it('names the platform that has no binaries', () => {
    expect(() => installedPackage('sunos', 'sparc')).toThrow(
      /no PostgreSQL binaries for sunos-sparc.*DATABASE_URL/,
    );
  });

  it('names the port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const dataDir = await usedDataFolder();
    await expect(start(dataDir, { port })).rejects.toThrow(new RegExp(`cannot listen on port ${port}`));
    taken.close();
  });

  it('says that the password file is missing', async () => {
    const dataDir = await usedDataFolder();
    await rm(join(dataDir, 'password'));
    await expect(start(dataDir)).rejects.toThrow(/password is missing.*put it back/);
  });
});

/** A copy of the installed package as npm unpacks it. */
async function packageWithoutLinks(folder: string): Promise<string> {
  const installed = installedPackage();
  const copy = join(folder, 'package');
  const links = JSON.parse(await readFile(join(installed, 'native', 'pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  const left = new Set(links.map((link) => join(installed, link.target)));
  await cp(installed, copy, { recursive: true, filter: (file) => !left.has(file) && !file.endsWith('.a') });
  return copy;
}

/** What a user who cannot reach this checkout needs in order to run the launcher. */
async function installFor(folder: string, user: { uid: number; gid: number }) {
  const modules = join(folder, 'node_modules');
  const compiled = join(folder, 'dist');
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const part of ['database.error.js', 'embedded-postgres']) {
    await cp(join(COMPILED, part), join(compiled, part), { recursive: true });
  }
  for (const [name, from] of packagesBelow('pg', import.meta.filename)) {
    await cp(from, join(modules, name), { recursive: true });
  }
  const binaries = installedPackage();
  const scoped = join(modules, basename(dirname(binaries)), basename(binaries));
  await cp(binaries, scoped, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'),
  });

  const reachable = spawnSync('test', ['-x', process.execPath], { ...user, cwd: '/' }).status === 0;
  const node = reachable ? process.execPath : join(folder, 'node');
  if (!reachable) await cp(process.execPath, node);
  return { node, compiled };
}

/** Folders of a package and of all it depends on, by name. */
function packagesBelow(
  name: string,
  importer: string,
  found = new Map<string, string>(),
): Map<string, string> {
  if (found.has(name)) return found;
  const folder = ancestorsOf(importer)
    .map((ancestor) => join(ancestor, 'node_modules', name))
    .find((candidate) => existsSync(candidate));
  if (folder === undefined) throw new Error(`${name} is not installed for ${importer}`);
  found.set(name, folder);
  const description = readFileSync(join(folder, 'package.json'), 'utf8');
  const { dependencies = {} } = JSON.parse(description) as { dependencies?: Record<string, string> };
  for (const dependency of Object.keys(dependencies)) packagesBelow(dependency, folder, found);
  return found;
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...ancestorsOf(parent)];
}
