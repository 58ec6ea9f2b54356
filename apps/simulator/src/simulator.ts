import { openCarrier } from './carrier/open-carrier.js';
import { FailableServer } from './http/failable-server.js';
import { systemClock, type Clock } from '@marcador/platform/clock.js';
import { ContactCenter } from './contact-center/contact-center.js';
import { OsccApplications } from './contact-center/oscc-applications.js';
import { osccHandler } from './contact-center/oscc-server.js';
import { controlHandler } from './control/control-server.js';
import { makeAuthority, makeServerCertificate } from './dnc/certificates.js';
import { DoNotCallService } from './dnc/do-not-call-service.js';
import { EndingClock } from './ending-clock.js';
import { EventLog } from './event-log.js';
import { writeLogFile } from './log-file.js';
import { agentsOf, channelsOf, type SimulatorConfig } from './simulator-config.js';
import { scaledClock } from './tempo.js';
import { VoicePortal } from './voice-portal/voice-portal.js';
import { voicePortalHandler } from './voice-portal/voice-portal-server.js';

/** Where everything listens: the line that the program prints when it is ready. */
export interface Addresses {
  readonly ready: true;
  readonly sip: { readonly host: string; readonly port: number; readonly domain: string };
  readonly oscc: string;
  readonly voicePortal: string;
  readonly dnc: string;
  /** The same service with a certificate that nobody trusts. */
  readonly dncUntrusted: string;
  /** The certificate authority of `dnc`, PEM. */
  readonly dncCa: string;
  readonly control: string;
}

export interface Simulator {
  readonly addresses: Addresses;
  readonly log: EventLog;
  stop(): Promise<void>;
}

/** What is to be closed again, in reverse order. */
type Undo = (() => Promise<void>)[];

/** Starts the whole world. Rejects, with nothing left open, when an address cannot be bound or a file not opened. */
export async function startSimulator(config: SimulatorConfig): Promise<Simulator> {
  const undo: Undo = [];
  const clock = new EndingClock(systemClock);
  const stop = async () => {
    clock.end();
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(config, clock, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(config: SimulatorConfig, clock: Clock, undo: Undo): Promise<Omit<Simulator, 'stop'>> {
  const { host } = config;
  const tempo = scaledClock(clock, config.timeScale);
  const log = new EventLog();
  if (config.logFile !== undefined) undo.push(await writeLogFile(log, config.logFile));
  log.append({ type: 'started', timeScale: config.timeScale });

  const { queues } = config.contactCenter;
  const contactCenter = new ContactCenter(
    queues,
    agentsOf(config.contactCenter),
    config.contactCenter,
    tempo,
    log,
  );
  const applications = new OsccApplications(contactCenter, config.contactCenter, clock, log);
  const { services } = config.voicePortal;
  const voicePortal = new VoicePortal(
    services,
    channelsOf(config.voicePortal),
    config.voicePortal,
    tempo,
    clock,
    log,
  );
  const doNotCall = new DoNotCallService(config.dnc.numbers, clock, log);
  const pilot = (number: string) => contactCenter.pilot(number) ?? voicePortal.pilot(number);
  const sip = await openCarrier(host, config.sip, {
    clock,
    tempo,
    times: config.people,
    log,
    network: config.network,
    pilot,
  });
  undo.push(() => sip.close());

  const [authority, stranger] = await Promise.all([
    makeAuthority('Simulated authority'),
    makeAuthority('Stranger'),
  ]);
  const trusted = await makeServerCertificate(authority, host);
  const untrusted = await makeServerCertificate(stranger, host);
  const servers = {
    oscc: new FailableServer(osccHandler(contactCenter, applications, config.contactCenter), host, clock),
    voicePortal: new FailableServer(voicePortalHandler(voicePortal), host, clock),
    dnc: new FailableServer(doNotCall.handler, host, clock, trusted),
    dncUntrusted: new FailableServer(doNotCall.handler, host, clock, untrusted),
  };
  const { carrier, registrar, mailboxes, messageFaults } = sip;
  const telephony = { carrier, registrar, mailboxes, messageFaults };
  const world = { log, ...telephony, contactCenter, applications, voicePortal, doNotCall, servers };
  const control = new FailableServer(controlHandler(world), host, clock);
  const open = (server: FailableServer, port: number) => {
    undo.push(() => server.close());
    return server.open(port);
  };

  return {
    log,
    addresses: {
      ready: true,
      sip: { host, port: sip.port, domain: config.sip.domain },
      oscc: `http://${await open(servers.oscc, config.contactCenter.port)}`,
      voicePortal: `http://${await open(servers.voicePortal, config.voicePortal.port)}`,
      dnc: `https://${await open(servers.dnc, config.dnc.port)}/donotcall`,
      dncUntrusted: `https://${await open(servers.dncUntrusted, config.dnc.untrustedPort)}/donotcall`,
      dncCa: authority.cert,
      control: `http://${await open(control, config.control.port)}`,
    },
  };
}
