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

type UserAgent = Awaited<ReturnType<typeof startUserAgent>>;
type Invitation = Parameters<NonNullable<NonNullable<UserAgent['delegate']>['onInvite']>>[0];

const HOST = '127.0.0.1';

/** What a call that was answered can be made to do by whom it is answered. */
interface AnsweredByCallee {
  /** Hangs up. @returns the status code of the answer to the BYE */
  hangUp(): Promise<number | undefined>;
  /** Resolves when the caller has hung up. */
  readonly hungUp: Promise<void>;
}

/**
 * Answers every call to {@link NUMBER}, over any transport, and takes every transfer: sipp as Debian has it speaks no
 * TLS.
 */
export class Callee {
  private constructor(
    private readonly socket: SipSocket,
    private readonly userAgent: UserAgent,
  ) {}

  static async start({ cert, key }: KeyPair): Promise<Callee> {
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
    return new Callee(socket, userAgent);
  }

  /** Where it can be called over each transport. */
  get ports(): Readonly<Record<SipTransport, number>> {
    const portFor = (transport: SipTransport) => this.socket.addressFor(transport).port;
    return { udp: portFor('udp'), tcp: portFor('tcp'), tls: portFor('tls') };
  }

  /** Answers the next call, which comes over a transport. */
  answers(transport: SipTransport): Promise<AnsweredByCallee> {
    const { uri } = this.userAgent.contact;
    uri.port = this.ports[transport];
    uri.setParam('transport', transport);
    return new Promise((resolve) => {
      this.userAgent.delegate = {
        onInvite: (invitation) => {
          const hungUp = new Promise<void>((over) => {
            invitation.delegate = {
              onBye: (bye) => {
                void bye.accept();
                over();
              },
              onRefer: (referral) => void referral.accept().then(() => reachedTarget(invitation)),
            };
          });
          invitation.stateChange.addListener((state) => {
            if (String(state) === 'Established') resolve({ hangUp: () => hangUp(invitation), hungUp });
          });
          void invitation.accept();
        },
      };
    });
  }

  async stop(): Promise<void> {
    await this.userAgent.stop();
    await this.socket.close();
  }
}

function hangUp(invitation: Invitation): Promise<number | undefined> {
  return new Promise((resolve) => {
    void invitation.bye({
      requestDelegate: {
        onAccept: ({ message }) => resolve(message.statusCode),
        onReject: ({ message }) => resolve(message.statusCode),
      },
    });
  });
}

/** Tells whoever transferred the call that its target has answered. */
function reachedTarget({ dialog }: Invitation): void {
  dialog?.notify(undefined, {
    extraHeaders: ['Event: refer', 'Subscription-State: terminated;reason=noresource'],
    body: {
      contentDisposition: 'render',
      contentType: 'message/sipfrag;version=2.0',
      content: 'SIP/2.0 200 OK',
    },
  });
}
