import { createSocket } from 'node:dgram';
import { on } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { telephoneAudio } from '@marcador/telephony/wav/telephone-audio.js';
import { freePort, onFreePort } from '../../support/ports.js';
import { tone, wav } from './audio.js';
import { Program } from './program.js';

/** How its call fares, in what its console says of it. */
export interface BaresipAudio {
  /** RTP packets. */
  readonly sent: number;
  /** What our sender reports say we have sent. */
  readonly reportedSent: number;
  /** What our reports say of what it has sent. */
  readonly reportedLost: number;
  readonly roundTripMs: number;
}

const MODULE_FOLDERS = [
  '/usr/lib/baresip/modules',
  '/usr/lib64/baresip/modules',
  '/usr/local/lib/baresip/modules',
];

/** Of the files that it dumps, the one of what it hears. */
const HEARD = /-dec\.wav$/;
const LONGEST_HEARD_MS = 60_000;
const WAV_HEAD_BYTES = 44;

const configuration = (port: number, consolePort: number, modules: string) => `
poll_method select
sip_listen 127.0.0.1:${port}
net_interface 127.0.0.1
audio_source aufile,audio.wav
snd_path .
audio_alert none
module_path ${modules}
module g711.so
module g722.so
module srtp.so
module aufile.so
module sndfile.so
module cons.so
cons_listen 127.0.0.1:${consolePort}
module_tmp account.so
module_app menu.so
`;

/** A baresip that answers every call to a number at once and plays audio: a telephone without a sound card. */
export class Baresip {
  private constructor(
    private readonly program: Program,
    readonly port: number,
    private readonly consolePort: number,
  ) {}

  /**
   * @param account how it differs: codec and encryption, in the words of its accounts file
   * @param audio what it plays; it hangs up at the end
   */
  static async start(number: string, account = 'audio_codecs=pcmu', audio = tone(10)): Promise<Baresip> {
    const consolePort = await freePort();
    return onFreePort(async (port) => {
      const program = Program.start('baresip', (folder) => {
        const modules = MODULE_FOLDERS.find(existsSync);
        if (modules === undefined) throw new Error('The modules of baresip were not found below /usr/lib');
        writeFileSync(join(folder, 'config'), configuration(port, consolePort, modules));
        writeFileSync(
          join(folder, 'accounts'),
          `<sip:${number}@127.0.0.1>;regint=0;answermode=auto;${account}\n`,
        );
        writeFileSync(join(folder, 'contacts'), '');
        writeFileSync(join(folder, 'audio.wav'), wav(audio, account.includes('g722') ? 16_000 : 8000));
        return ['-f', folder, '-4'];
      });
      await program.ready(/baresip is ready/);
      return new Baresip(program, port, consolePort);
    });
  }

  /** Resolves when it says that the call was ended by the other side. */
  callClosed(): Promise<void> {
    return this.program.wrote(/session closed|Call with .* terminated|terminated \(duration/i);
  }

  /** What it has heard in its call, once that is over: 16-bit samples at 8000 Hz, packet after packet. */
  async heard(): Promise<Int16Array> {
    await this.callClosed();
    const { folder } = this.program;
    const name = (await readdir(folder)).find((file) => HEARD.test(file));
    if (name === undefined) throw new Error('baresip has dumped nothing of what it heard');
    for (;;) {
      const file = await readFile(join(folder, name));
      // The length is written when the file is closed.
      const isClosed = file.length > WAV_HEAD_BYTES && file.readUInt32LE(40) === file.length - WAV_HEAD_BYTES;
      if (isClosed) return telephoneAudio(file, LONGEST_HEARD_MS);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Asks it how its call fares until that is as wished. */
  async fares(asWished: (audio: BaresipAudio) => boolean): Promise<BaresipAudio> {
    const socket = createSocket('udp4');
    const gone = new AbortController();
    void this.program.exit().then(() => gone.abort());
    const ask = setInterval(() => socket.send('A', this.consolePort, '127.0.0.1'), 50);
    try {
      for await (const [answer] of on(socket, 'message', gone) as AsyncIterable<[Buffer]>) {
        const audio = readAudio(answer.toString());
        if (audio !== undefined && asWished(audio)) return audio;
      }
      throw new Error('The console of baresip was closed');
    } finally {
      clearInterval(ask);
      socket.close();
    }
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

function readAudio(text: string): BaresipAudio | undefined {
  const found = /lost=(-?\d+) .*RTT=([\d.]+)ms\s+IP=\S+ psent=(\d+)[^]*TX: packets=(\d+)/.exec(text);
  if (found === null) return undefined;
  const [, lost, roundTrip, reported, sent] = found.map(Number);
  return {
    sent: sent ?? 0,
    reportedSent: reported ?? 0,
    reportedLost: lost ?? 0,
    roundTripMs: roundTrip ?? 0,
  };
}
