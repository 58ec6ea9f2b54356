import { systemClock } from '@marcador/platform/clock.js';
import { MediaWorkers } from '@marcador/telephony/media/media-workers.js';
import { mendSipJs } from '@marcador/telephony/sip/mends.js';
import { applyUdpTimers } from '@marcador/telephony/sip/timers.js';
import { startTelephony, type Telephony } from '@marcador/telephony/telephony.js';
import { trunkTo } from '../peers/support/trunk-to.js';
import { inThread } from '../support/in-thread-media.js';

/** Where the audio of the calls is. */
export type MediaAudio = 'in-thread' | 'in-a-worker';

/** Our telephony with one port and all that a peer can touch, whose registrar listens on a port of this host. */
export function openTelephony(
  registrarPort: number,
  audio: MediaAudio,
  report: (problem: string) => void,
): Promise<Telephony> {
  mendSipJs();
  applyUdpTimers({ t1: 15, t2: 60, t4: 20 });
  const isAlarming = (message: string) => message.startsWith('A media worker ended');
  return startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      // Nobody answers there: names of hosts that are made up stay in this process.
      dnsServers: ['127.0.0.1:1'],
      rtpPorts: { min: 0, max: 0 },
      mediaWorkers: 1,
      admission: { acceptFrom: 'anyone', peers: [], requestsPerSecond: 1_000_000 },
      trunks: [
        trunkTo(registrarPort, {
          registrationExpirySeconds: 86_400,
          media: { codecs: ['PCMA', 'PCMU', 'G722'], srtp: 'optional' },
          transfer: { successOn: 'answered', timeoutMs: 50 },
          calls: { sessionIntervalSeconds: 1800, maxRedirections: 2 },
        }),
      ],
    },
    {
      clock: systemClock,
      log: {
        debug: () => {},
        info: () => {},
        warn: (fields, message) => {
          if (isAlarming(message)) report(`${message} ${JSON.stringify(fields)}`);
        },
      },
      random: () => 0.5,
      media: audio === 'in-thread' ? inThread : (settings) => MediaWorkers.start(settings),
    },
  );
}
