import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError, loadConfiguration } from './configuration.js';
import type { Environment } from './configuration-environment.js';
import { listKeys } from './configuration-keys.js';

const schema = z.strictObject({
  nodeName: z.string().default('node-1').describe('the name of this node'),
  database: z.strictObject({ url: z.string().optional() }).prefault({}),
  roles: z.array(z.enum(['api', 'dialer'])).default(['api', 'dialer']),
  telephony: z.strictObject({
    callsPerSecond: z.number().min(1).default(10),
    ports: z.array(
      z.strictObject({ user: z.string(), password: z.string().describe('of the SIP subscriber') }),
    ),
  }),
});

describe('the configuration', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'marcador-configuration-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const PORTS = 'telephony: { ports: [{ user: "100", password: "p" }] }\n';

  function load(yaml: string, environment: Environment = {}) {
    const file = join(folder, 'marcador.config.yaml');
    writeFileSync(file, yaml);
    return loadConfiguration(schema, {
      file,
      fileRequired: true,
      environment,
      aliases: { DATABASE_URL: ['database', 'url'] },
    });
  }

  function problemsOf(yaml: string, environment: Environment = {}): readonly string[] {
    try {
      load(yaml, environment);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
    return [];
  }

  it('is the file, filled up with defaults', () => {
    expect(load(PORTS)).toEqual({
      nodeName: 'node-1',
      database: {},
      roles: ['api', 'dialer'],
      telephony: { callsPerSecond: 10, ports: [{ user: '100', password: 'p' }] },
    });
  });

  it('takes the environment before the file', () => {
    const configuration = load(PORTS + 'nodeName: from-file', {
      MARCADOR_NODE_NAME: '12345',
      MARCADOR_TELEPHONY__CALLS_PER_SECOND: '25',
      MARCADOR_TELEPHONY__PORTS__0__PASSWORD: '0042',
      MARCADOR_TELEPHONY__PORTS__1__USER: '101',
      MARCADOR_TELEPHONY__PORTS__1__PASSWORD: 'q',
      MARCADOR_ROLES: 'api',
      DATABASE_URL: 'postgres://db/marcador',
    });
    expect(configuration).toEqual({
      nodeName: '12345',
      database: { url: 'postgres://db/marcador' },
      roles: ['api'],
      telephony: {
        callsPerSecond: 25,
        ports: [
          { user: '100', password: '0042' },
          { user: '101', password: 'q' },
        ],
      },
    });
  });

  it('takes the own variable before its alias', () => {
    const environment = { MARCADOR_DATABASE__URL: 'postgres://own/', DATABASE_URL: 'postgres://alias/' };
    expect(load(PORTS, environment).database.url).toBe('postgres://own/');
  });

  it('may consist of the environment alone when no file was asked for', () => {
    const environment = { MARCADOR_TELEPHONY__PORTS: '[{ user: "1", password: "p" }]' };
    const file = join(folder, 'none.yaml');
    expect(
      loadConfiguration(schema, { file, fileRequired: false, environment }).telephony.ports,
    ).toHaveLength(1);
    expect(() => loadConfiguration(schema, { file, fileRequired: true, environment })).toThrow(
      /none\.yaml: does not exist: name a configuration file/,
    );
  });

  it('names the key that is missing, what it is, and both places for it', () => {
    expect(problemsOf('telephony: { ports: [{ user: "100" }] }')).toEqual([
      'marcador.config.yaml: telephony.ports[0].password: required (of the SIP subscriber): set it there or as MARCADOR_TELEPHONY__PORTS__0__PASSWORD',
    ]);
  });

  it('names every key that is wrong at once, and where the value came from', () => {
    const problems = problemsOf(PORTS + 'nodeName: 7', { MARCADOR_TELEPHONY__CALLS_PER_SECOND: '0' });
    expect(problems).toEqual([
      expect.stringMatching(/^marcador\.config\.yaml: nodeName: .*expected string/),
      expect.stringMatching(/^MARCADOR_TELEPHONY__CALLS_PER_SECOND: telephony\.callsPerSecond: .*>=1/),
    ]);
  });

  it('refuses an unknown key and says which one was probably meant', () => {
    expect(problemsOf(PORTS + 'databse: {}')).toEqual([
      'marcador.config.yaml: databse: unknown key: did you mean "database"?',
    ]);
    expect(problemsOf(PORTS + 'colour: red')).toEqual([
      'marcador.config.yaml: colour: unknown key: remove it; known here: nodeName, database, roles, telephony',
    ]);
  });

  it('refuses a variable that is no key', () => {
    expect(problemsOf(PORTS, { MARCADOR_TELEPHNY__CALLS_PER_SECOND: '1' })).toEqual([
      'MARCADOR_TELEPHNY__CALLS_PER_SECOND: unknown key: did you mean MARCADOR_TELEPHONY?',
    ]);
    expect(problemsOf(PORTS, { MARCADOR_TELEPHONY__COLOUR: 'red' })).toEqual([
      'MARCADOR_TELEPHONY__COLOUR: unknown key: remove it',
    ]);
    expect(problemsOf(PORTS, { MARCADOR_NODENAME: 'x' })).toEqual([
      'MARCADOR_NODENAME: unknown key: did you mean MARCADOR_NODE_NAME?',
    ]);
  });

  it('leaves variables alone that others set with the same prefix', () => {
    const kubernetes = { MARCADOR_PORT: 'tcp://10.0.0.1:9443', MARCADOR_SERVICE_HOST: '10.0.0.1' };
    expect(problemsOf(PORTS, kubernetes)).toEqual([]);
  });

  it('names the line that is not YAML', () => {
    expect(problemsOf('nodeName: a\ntelephony: [')).toEqual([
      expect.stringMatching(/^marcador\.config\.yaml: line \d is not YAML: /),
    ]);
    expect(problemsOf('- a list')).toEqual([expect.stringMatching(/has to hold keys with values/)]);
  });

  it('never repeats a value, which may be a secret', () => {
    const problems = problemsOf('telephony: { ports: [{ user: [], password: [hunter2] }] }');
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('can be listed key by key', () => {
    expect(listKeys(schema)).toEqual([
      { name: 'nodeName', description: 'the name of this node', default: '"node-1"', optional: true },
      { name: 'database.url', description: undefined, default: undefined, optional: true },
      { name: 'roles', description: undefined, default: '["api","dialer"]', optional: true },
      { name: 'telephony.callsPerSecond', description: undefined, default: '10', optional: true },
      { name: 'telephony.ports[].user', description: undefined, default: undefined, optional: false },
      {
        name: 'telephony.ports[].password',
        description: 'of the SIP subscriber',
        default: undefined,
        optional: false,
      },
    ]);
  });
});
