import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tone, wav } from './audio.js';
import { freePort, Program } from './program.js';

const MODULE_FOLDERS = [
  '/usr/lib/baresip/modules',
  '/usr/lib64/baresip/modules',
  '/usr/local/lib/baresip/modules',
];

const configuration = (port: number, modules: string) => `
poll_method select
sip_listen 127.0.0.1:${port}
net_interface 127.0.0.1
audio_source aufile,audio.wav
audio_alert none
module_path ${modules}
module g711.so
module g722.so
module srtp.so
module aufile.so
module_tmp account.so
module_app menu.so
`;

/** A baresip that answers every call to a number at once and plays audio: a telephone without a sound card. */
export class Baresip {
  private constructor(
    private readonly program: Program,
    readonly port: number,
  ) {}

  /**
   * @param account how it differs: codec and encryption, in the words of its accounts file
   * @param audio what it plays; it hangs up at the end
   */
  static async start(number: string, account = 'audio_codecs=pcmu', audio = tone(10)): Promise<Baresip> {
    const port = await freePort();
    const program = Program.start('baresip', (folder) => {
      const modules = MODULE_FOLDERS.find(existsSync);
      if (modules === undefined) throw new Error('The modules of baresip were not found below /usr/lib');
      writeFileSync(join(folder, 'config'), configuration(port, modules));
      writeFileSync(
        join(folder, 'accounts'),
        `<sip:${number}@127.0.0.1>;regint=0;answermode=auto;${account}\n`,
      );
      writeFileSync(join(folder, 'contacts'), '');
      writeFileSync(join(folder, 'audio.wav'), wav(audio, account.includes('g722') ? 16_000 : 8000));
      return ['-f', folder, '-4'];
    });
    await program.ready(/baresip is ready/);
    return new Baresip(program, port);
  }

  /** Resolves when it says that the call was ended by the other side. */
  callClosed(): Promise<void> {
    return this.program.wrote(/session closed|Call with .* terminated|terminated \(duration/i);
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}
