import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, onFreePort } from '../../support/ports.js';
import { tone, ulaw } from './audio.js';
import { Program } from './program.js';

const SCENARIOS = join(import.meta.dirname, '..', 'scenarios');

/** Every scenario takes the port's REGISTERs as calls of their own. */
const REGISTER_FIRST = '<recv request="REGISTER" optional="true" next="registrar"/>';
const REGISTRAR = `
  <nop next="end"/>
  <label id="registrar"/>
  <send><![CDATA[

    SIP/2.0 200 OK
    [last_Via:]
    [last_From:]
    [last_To:];tag=registrar
    [last_Call-ID:]
    [last_CSeq:]
    [last_Contact:]
    Content-Length: 0

  ]]></send>
  <label id="end"/>
`;

/** A sipp that plays a scenario of the folder `scenarios`, and the registrar of the port that calls it. */
export class Sipp {
  private constructor(
    private readonly program: Program,
    readonly port: number,
  ) {}

  /**
   * @param scenario the file's name without its ending
   * @param options `audio`: what it plays over and over, where it plays
   */
  static async start(
    scenario: string,
    { audio = tone(3), transport = 'udp' }: { audio?: Int16Array; transport?: 'udp' | 'tcp' } = {},
  ): Promise<Sipp> {
    const media = await freePort();
    return onFreePort(async (port) => {
      const program = Program.start('sipp', (folder) => {
        const xml = readFileSync(join(SCENARIOS, `${scenario}.xml`), 'utf8')
          .replace(/<scenario[^>]*>/, (begin) => begin + REGISTER_FIRST)
          .replace('</scenario>', `${REGISTRAR}</scenario>`);
        writeFileSync(join(folder, 'scenario.xml'), xml);
        writeFileSync(join(folder, 'audio.ulaw'), ulaw(audio));
        // Three calls: the registration, the call, the registration's end. No detection of retransmissions: the
        // scenarios that lose a message receive it again.
        return [
          ...['-sf', 'scenario.xml', '-i', '127.0.0.1', '-p', String(port), '-m', '3', '-nr', '-nostdin'],
          ...['-mi', '127.0.0.1', '-mp', String(media), '-trace_err', '-error_file', 'errors'],
          // The end of the registration has the Call-ID of its begin, which sipp would still know.
          ...['-deadcall_wait', '0'],
          ...(transport === 'tcp' ? ['-t', 't1'] : []),
        ];
      });
      await program.listens(port);
      return new Sipp(program, port);
    });
  }

  /** Waits for something, but no longer than sipp runs. */
  async during<T>(work: Promise<T>): Promise<T> {
    const ended = this.program.exit().then((code) => {
      throw new Error(`sipp ended too early with ${code}:\n${this.errors}`);
    });
    return Promise.race([work, ended]);
  }

  /**
   * Waits until all its calls are over.
   * @throws Error with what went wrong when a call did not go as its scenario says
   */
  async succeeded(): Promise<void> {
    const code = await this.program.exit();
    if (code === 0) return;
    throw new Error(`sipp ended with ${code}:\n${this.errors}`);
  }

  stop(): Promise<void> {
    return this.program.stop();
  }

  private get errors(): string {
    const file = join(this.program.folder, 'errors');
    return existsSync(file) ? readFileSync(file, 'utf8') : this.program.text.slice(-3000);
  }
}
