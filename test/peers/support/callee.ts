import { systemClock } from '@marcador/platform/clock.js';
import { silentLog } from '@marcador/telephony/log.js';
import { LocalMedia } from '@marcador/telephony/media/local-media.js';
import { mediaSessions } from '@marcador/telephony/rtp/media-session.js';
import { DEFAULT_ADMISSION } from '@marcador/telephony/sip/admission/admission.js';
import { SipSocket } from '@marcador/telephony/sip/sip-socket.js';
import type { SipTransport } from '@marcador/telephony/sip/transport/hop.js';
import { startUserAgent } from '@marcador/telephony/sip/user-agent.js';
import { DEFAULT_AUDIO } from '@marcador/telephony/telephony-options.js';
import type { KeyPair } from '../../support/certificates.js';
import { NUMBER } from './dialer.js';

const HOST = '127.0.0.1';

/** Answers every call to {@link NUMBER}, over any transport: sipp as Debian has it speaks no TLS. */
export class Callee {
  private constructor(
    readonly port: number,
    /** Resolves when the caller has hung up. */
    readonly hungUp: Promise<void>,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(transport: SipTransport, { cert, key }: KeyPair): Promise<Callee> {
    const socket = await SipSocket.open({
      bind: { address: HOST, port: 0, tlsPort: 0 },
      tls: { certificate: cert, key, verify: 'none' },
      admission: { ...DEFAULT_ADMISSION, acceptFrom: 'anyone' },
      clock: systemClock,
      log: silentLog,
    });
    const userAgent = await startUserAgent({
      socket,
      user: NUMBER,
      domain: HOST,
      product: 'callee',
      media: mediaSessions({
        media: new LocalMedia(HOST, { min: 0, max: 0 }, silentLog),
        audio: DEFAULT_AUDIO,
      }),
    });
    const { port } = socket.addressFor(transport);
    if (userAgent.contact.uri.port !== port) userAgent.contact.uri.port = port;
    if (transport !== 'udp') userAgent.contact.uri.setParam('transport', transport);
    const hungUp = new Promise<void>((resolve) => {
      userAgent.delegate = {
        onInvite: (invitation) => {
          invitation.delegate = {
            onBye: (bye) => {
              void bye.accept();
              resolve();
            },
          };
          void invitation.accept();
        },
      };
    });
    return new Callee(port, hungUp, async () => {
      await userAgent.stop();
      await socket.close();
    });
  }
}
