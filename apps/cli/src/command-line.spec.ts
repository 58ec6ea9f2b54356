import { readCommandLine } from './command-line.js';

describe('the command line of marcador', () => {
  it.each([
    [['plugin', 'list'], { command: 'list' }],
    [['plugin', 'add', 'x.tgz'], { command: 'add', file: 'x.tgz' }],
    [['plugin', 'rollback', 'acme'], { command: 'rollback', name: 'acme' }],
    [['plugin', 'dev', 'acme'], { command: 'dev', folder: 'acme' }],
    [
      ['plugin', 'remove', '@acme/dnc', '--user', 'rosa'],
      { command: 'remove', name: '@acme/dnc', user: 'rosa' },
    ],
  ])('reads %j', (args, expected) => {
    const service = { url: 'https://127.0.0.1:9443', certificate: undefined, user: 'master' };
    expect(readCommandLine(args, {})).toEqual({ ...service, ...expected });
  });

  it.each([
    [['plugin', 'new', 'dnc', 'acme'], { command: 'new', kind: 'dnc', name: 'acme' }],
    [
      ['plugin', 'test', 'x.tgz'],
      { command: 'test', file: 'x.tgz', config: undefined, listed: [], clear: [] },
    ],
    [
      ['plugin', 'test', 'x.tgz', '--config', 'c.json', '--listed', '1', '--listed', '2', '--clear', '3'],
      { command: 'test', file: 'x.tgz', config: 'c.json', listed: ['1', '2'], clear: ['3'] },
    ],
    [
      ['plugin', 'test', 'x.tgz', '--outside', 'o.mjs'],
      { command: 'test', file: 'x.tgz', outside: 'o.mjs', listed: [], clear: [] },
    ],
  ])('reads %j, which takes no service', (args, expected) => {
    expect(readCommandLine(args, {})).toEqual(expected);
  });

  it('takes the service from the environment, unless it is told another one', () => {
    const environment = { MARCADOR_URL: 'https://a', MARCADOR_USER: 'rosa', MARCADOR_CERTIFICATE: 'a.pem' };
    expect(readCommandLine(['plugin', 'list', '--url', 'https://b'], environment)).toMatchObject({
      url: 'https://b',
      certificate: 'a.pem',
      user: 'rosa',
    });
  });

  it.each([
    [[]],
    [['plugin']],
    [['plugin', 'add']],
    [['plugin', 'dev']],
    [['plugin', 'list', 'x']],
    [['plugin', 'eat', 'x']],
    [['plugin', 'new', 'phone', 'acme']],
    [['plugin', 'new', 'dnc']],
    [['plugin', 'test']],
    [['plugin', 'test', 'x.tgz', 'y.tgz']],
    [['--fast']],
  ])('answers %j with the usage', (args) => {
    expect(() => readCommandLine(args, {})).toThrow('Usage: marcador plugin list');
  });
});
