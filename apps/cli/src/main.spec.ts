import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MARCADOR = fileURLToPath(new URL('../bin/marcador.js', import.meta.url));

describe('the command marcador', () => {
  it('ends with status 1 and one sentence when its input ends without a password', async () => {
    const ended = await new Promise((done) => {
      const command = execFile(
        process.execPath,
        [MARCADOR, 'plugin', 'list'],
        { env: {} },
        (error, stdout, stderr) => done({ code: error?.code, stdout, stderr }),
      );
      command.stdin?.end();
    });
    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Password of master: \nNo password: set MARCADOR_PASSWORD.\n',
    });
  });
});
