import type { Media } from '../media/media.js';
import type { OptionsProbe } from '../sip/servers/options-probe.js';
import { TrunkServers } from '../sip/servers/trunk-servers.js';
import { UdpKeepAlive } from '../sip/servers/udp-keep-alive.js';
import type { SipSocket } from '../sip/sip-socket.js';
import type { Hop } from '../sip/transport/hop.js';
import { DEFAULT_AUDIO, type TrunkOptions } from '../telephony-options.js';
import { RegisterGate } from './register-gate.js';
import type { RegistrationDeps } from './registration.js';
import { SipPort } from './sip-port.js';
import { Trunk } from './trunk.js';

export interface StartTrunkDeps extends RegistrationDeps {
  readonly socket: SipSocket;
  readonly probe: OptionsProbe;
  readonly media: Media;
  /** A call may be begun again, perhaps. */
  readonly onAvailable: () => void;
}

/** A trunk that runs: its ports, and the servers they are registered with. */
export interface StartedTrunk {
  readonly trunk: Trunk;
  readonly ports: readonly SipPort[];
  /** Asks its servers for nothing any more. */
  close(): void;
}

const REGISTRATIONS_PER_SECOND = 100;

/** Starts the ports of a trunk, without registering them. */
export async function startTrunk(options: TrunkOptions, deps: StartTrunkDeps): Promise<StartedTrunk> {
  const { socket, clock, log } = deps;
  const { transport = 'udp', keepAlive = 'none', media = DEFAULT_AUDIO } = options;
  const gate = new RegisterGate(options.registrationsPerSecond ?? REGISTRATIONS_PER_SECOND, clock);
  if (media.srtp !== 'off' && transport !== 'tls')
    log.warn(
      { trunk: options.name },
      'The keys of encrypted audio can be read on their way: use TLS for SIP, or do without encryption',
    );
  const probe = (hop: Hop) => deps.probe.ask(hop, options.domain);
  const ports: SipPort[] = [];
  const renew = (isMoved: boolean) => {
    if (isMoved) gate.goOn();
    for (const port of ports) port.renew(isMoved);
  };
  const servers = new TrunkServers({
    servers: options.servers,
    transport,
    locate: async (server) => {
      const hops = await socket.locate({ ...server, transport });
      for (const { host } of hops) socket.admission.trust(host);
      return hops;
    },
    probe,
    clock,
    log,
    onMove: () => renew(true),
    onLost: () => renew(false),
  });
  const trunk = new Trunk(options, clock, deps.onAvailable, () => servers.states());
  for (const credentials of options.ports)
    ports.push(await SipPort.start(credentials, { trunk, servers, options, gate }, deps));
  const pings =
    keepAlive === 'none' || transport !== 'udp'
      ? undefined
      : new UdpKeepAlive(keepAlive, { clock, servers, probe, crlf: (hop) => socket.sendCrlf(hop) });
  const close = () => {
    pings?.stop();
    gate.close();
    servers.close();
  };
  return { trunk, ports, close };
}
