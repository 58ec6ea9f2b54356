import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SipTransport } from '@marcador/telephony/sip/transport/hop.js';
import type { KeyPair } from '../../support/certificates.js';
import { onFreePort } from '../../support/ports.js';
import { Program } from './program.js';

/** Where Debian and others keep its modules. */
function moduleFolders(): readonly string[] {
  const multiarch = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/kamailio/modules`);
  return [...multiarch, '/usr/lib/kamailio/modules', '/usr/lib64/kamailio/modules'];
}

function moduleFolder(): string {
  const found = moduleFolders().find(existsSync);
  if (found === undefined) throw new Error('The modules of kamailio were not found below /usr/lib');
  return found;
}

interface KamailioSettings {
  /** The longest registration it grants, seconds. @default an hour */
  readonly maxExpires?: number;
  /** Where it sends calls, over the transport that they came over; where none is named for TCP, it does not listen for it. */
  readonly callee?: { readonly [transport in SipTransport]?: number };
  /** Of its challenges. @default MD5 */
  readonly algorithm?: 'MD5' | 'SHA-256';
  /** How long a nonce of its can be used, seconds. @default 300 */
  readonly nonceExpires?: number;
  /** Its certificates for TLS, which it listens for then: what it shows to those who name nobody, or one it is not. */
  readonly certificates?: { readonly preset: KeyPair; readonly named: Readonly<Record<string, KeyPair>> };
  /** Where it listens; by default a port that is free. */
  readonly port?: number;
}

const tlsConfiguration = (names: readonly string[]) =>
  [
    '[client:default]\nmethod = TLSv1.2+\nverify_certificate = no',
    ...['default', ...names].map((name) =>
      [
        name === 'default' ? '[server:default]' : `[server:any]\nserver_name = ${name}`,
        'method = TLSv1.2+',
        `certificate = ${name}.cert.pem`,
        `private_key = ${name}.key.pem`,
      ].join('\n'),
    ),
  ].join('\n\n');

/** Nobody is called. */
const ANY: KamailioSettings['callee'] & object = { udp: 9, tcp: 9 };

const tlsModule = `
loadmodule "tls.so"
modparam("tls", "config", "tls.cfg")
`;

const configuration = (
  port: number,
  { maxExpires = 3600, callee = ANY, algorithm = 'MD5', nonceExpires = 300, certificates }: KamailioSettings,
) => `
log_stderror=yes
fork=no
auto_aliases=no
children=1
tcp_children=1
listen=udp:127.0.0.1:${port}
${callee.tcp === undefined ? '' : `listen=tcp:127.0.0.1:${port}`}
${certificates === undefined ? '' : `enable_tls=yes\nlisten=tls:127.0.0.1:${port + 1}`}
mpath="${moduleFolder()}/"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
${certificates === undefined ? '' : tlsModule}
modparam("registrar", "max_expires", ${maxExpires})
modparam("auth", "algorithm", "${algorithm}")
modparam("auth", "nonce_expire", ${nonceExpires})
modparam("auth", "nonce_count", 1)
modparam("auth", "qop", "auth")
request_route {
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("$td", "secret", "0")) {
      xlog("L_ALERT", "CHALLENGED cseq=$cs\\n");
      www_challenge("$td", "1");
      exit;
    }
    save("location");
    xlog("L_ALERT", "REGISTERED cseq=$cs expires=$hdr(Expires) bindings=$rc\\n");
    exit;
  }
  if (has_totag()) {
    loose_route();
    t_relay();
    exit;
  }
  if (is_method("CANCEL")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  if (!pv_proxy_authenticate("$fd", "secret", "0")) {
    proxy_challenge("$fd", "1");
    exit;
  }
  consume_credentials();
  record_route();
${Object.entries(callee)
  .map(
    ([transport, calleePort]) =>
      `  if ($proto == "${transport}") $du = "sip:127.0.0.1:${calleePort};transport=${transport}";`,
  )
  .join('\n')}
  t_relay();
}
`;

/** Whether its module for TLS is there: Debian has a package of its own for it. */
export function hasTls(): boolean {
  return moduleFolders().some((folder) => existsSync(join(folder, 'tls.so')));
}

/** A kamailio: registrar and proxy that asks for digest (user 2001, password "secret") and records its route. */
export class Kamailio {
  private constructor(
    private readonly program: Program,
    /** Where it listens for UDP and TCP. */
    readonly port: number,
  ) {}

  /** Where it listens for a transport. */
  portFor(transport: SipTransport): number {
    return transport === 'tls' ? this.port + 1 : this.port;
  }

  static start(settings: KamailioSettings = {}): Promise<Kamailio> {
    const on = (port: number) => Kamailio.startOn(port, settings);
    return settings.port === undefined ? onFreePort(on) : on(settings.port);
  }

  private static async startOn(port: number, settings: KamailioSettings): Promise<Kamailio> {
    const prepare = (folder: string) => {
      writeFileSync(join(folder, 'kamailio.cfg'), configuration(port, settings));
      const { preset, named = {} } = settings.certificates ?? {};
      writeFileSync(join(folder, 'tls.cfg'), tlsConfiguration(Object.keys(named)));
      for (const [name, pair] of Object.entries({ ...named, ...(preset && { default: preset }) })) {
        writeFileSync(join(folder, `${name}.cert.pem`), pair.cert);
        writeFileSync(join(folder, `${name}.key.pem`), pair.key);
      }
      // In the foreground, errors to the terminal, nothing outside of its folder, little memory.
      return ['-f', 'kamailio.cfg', '-DD', '-E', '-Y', folder, '-w', folder, '-m', '64', '-M', '8'];
    };
    const program = Program.start('kamailio', prepare, { detached: true });
    const { callee = ANY, certificates } = settings;
    await program.listens(port, 'udp');
    if (callee.tcp !== undefined) await program.listens(port, 'tcp');
    if (certificates !== undefined) await program.listens(port + 1, 'tcp');
    return new Kamailio(program, port);
  }

  /** Resolves when it has granted so many registrations, among them renewals and ends. */
  registrations(count: number): Promise<void> {
    return this.program.wrote(/REGISTERED cseq=/, count);
  }

  /** How many REGISTERs it has challenged. */
  get challenges(): number {
    return this.program.text.match(/CHALLENGED cseq=/g)?.length ?? 0;
  }

  /** What it wrote about them, a line each. */
  get registrationLog(): readonly string[] {
    return this.program.text.match(/REGISTERED cseq=.*/g) ?? [];
  }

  /** Ends it and its children by SIGKILL: it says no goodbye to anybody. */
  kill(): Promise<void> {
    return this.program.kill();
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}
