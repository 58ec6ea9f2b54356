import { systemClock } from '@marcador/platform/clock.js';
import { Inviter } from 'sip.js/lib/api/inviter.js';
import type { Invitation } from 'sip.js/lib/api/invitation.js';
import { SessionState } from 'sip.js/lib/api/session-state.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import type { UserAgentDelegate } from 'sip.js/lib/api/user-agent-delegate.js';
import { URI } from 'sip.js/lib/grammar/uri.js';
import { makeAuthority, makeCertificate, type KeyPair } from '../../../../test/support/certificates.js';
import { silentLog } from '../log.js';
import { LocalMedia, type LocalStream } from '../media/local-media.js';
import { type MediaSession, mediaSessions } from '../rtp/media-session.js';
import { DEFAULT_ADMISSION } from './admission/admission.js';
import type { RtpStream } from '../rtp/rtp-stream.js';
import type { RequestHead } from './message-head.js';
import { TrunkServers } from './servers/trunk-servers.js';
import { SharedTransport } from './shared-transport.js';
import { SipSocket } from './sip-socket.js';
import type { HostPort, SipTransport } from './transport/hop.js';
import { startUserAgent } from './user-agent.js';

let authority: KeyPair;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

beforeAll(async () => {
  authority = await makeAuthority();
});

interface Way {
  readonly transport: SipTransport;
  readonly host: string;
}

async function agent(
  user: string,
  { transport, host }: Way,
  options: { proxy?: HostPort; delegate?: UserAgentDelegate },
) {
  const { cert: certificate, key } = await makeCertificate(authority, { addresses: [host] });
  const socket = await SipSocket.open({
    bind: { address: host, port: 0, tlsPort: 0 },
    tls: { certificate, key, authorities: authority.cert, verify: 'full' },
    admission: { ...DEFAULT_ADMISSION, acceptFrom: 'anyone' },
    clock: systemClock,
    log: silentLog,
  });
  const media = new LocalMedia(host, { min: 0, max: 0 }, silentLog);
  const userAgent = await startUserAgent({
    socket,
    ...(options.proxy === undefined ? {} : { servers: serversAt(options.proxy, transport) }),
    user,
    domain: 'marcador.test',
    product: 'test',
    media: mediaSessions({ media, audio: { codecs: ['PCMA', 'PCMU'], srtp: 'off' } }),
  });
  userAgent.delegate = options.delegate;
  closing.push(
    () => socket.close(),
    () => userAgent.stop(),
  );
  return { socket, userAgent, address: socket.addressFor(transport) };
}

function serversAt({ host, port }: HostPort, transport: SipTransport): TrunkServers {
  const servers = new TrunkServers({
    servers: [{ host, port }],
    transport,
    locate: () => Promise.resolve([{ transport, host, port, preference: 0, name: host }]),
    probe: () => Promise.resolve(),
    clock: systemClock,
    log: silentLog,
    onMove: () => {},
    onLost: () => {},
  });
  closing.push(() => servers.close());
  return servers;
}

const reached = (session: Inviter | Invitation, state: SessionState) =>
  new Promise<void>((resolve) => {
    if (session.state === state) resolve();
    session.stateChange.addListener((now) => {
      if (now === state) resolve();
    });
  });

function rtpOf(session: Inviter | Invitation): RtpStream {
  const { stream } = session.sessionDescriptionHandler as MediaSession;
  return (stream as LocalStream).rtp;
}

function knows({ transport }: UserAgent, request: Partial<RequestHead>): boolean {
  const head = { via: '', callId: '', fromTag: undefined, toTag: undefined, ...request } as RequestHead;
  return transport instanceof SharedTransport && transport.knows(head);
}

const WAYS = (['udp', 'tcp', 'tls'] as const).flatMap((transport) =>
  ['127.0.0.1', '::1'].map((host): Way => ({ transport, host })),
);

describe.each(WAYS)('a call between two user agents over $transport, $host', (way) => {
  it('carries audio and ends with BYE', async () => {
    let invitation: Invitation | undefined;
    const carrier = await agent('4930123456', way, {
      delegate: {
        onInvite: (incoming) => {
          invitation = incoming;
          void incoming.progress({ statusCode: 180 }).then(() => incoming.accept());
        },
      },
    });
    const port = await agent('2001', way, { proxy: carrier.address });

    const call = new Inviter(port.userAgent, new URI('sip', '4930123456', 'marcador.test'));
    await call.invite();
    await reached(call, SessionState.Established);
    expect(invitation?.request.ruri?.user).toBe('4930123456');

    const ours = rtpOf(call);
    const theirs = rtpOf(invitation as Invitation);
    theirs.play((frame) => frame.fill(8316) !== undefined);
    const heard = await new Promise<number>((resolve) => {
      ours.listen((frame) => {
        // Silence is not quite 0 in A-law.
        if (Math.abs(frame[0] ?? 0) > 100) resolve(frame[0] ?? 0);
      });
    });
    expect(Math.abs(heard - 8316)).toBeLessThan(300);

    const key = new Promise<string>((resolve) => ours.onKey(resolve));
    theirs.press('#');
    expect(await key).toBe('#');

    const { callId, fromTag } = call.request;
    const inCall = { callId, fromTag: call.dialog?.remoteTag, toTag: fromTag };
    expect(knows(port.userAgent, inCall)).toBe(true);
    expect(knows(port.userAgent, { ...inCall, callId: `${callId}x` })).toBe(false);
    expect(knows(port.userAgent, { ...inCall, fromTag: 'x' })).toBe(false);
    expect(knows(port.userAgent, { ...inCall, toTag: 'x' })).toBe(false);

    await new Promise<void>((resolve) => void call.bye({ requestDelegate: { onAccept: () => resolve() } }));
    await reached(invitation as Invitation, SessionState.Terminated);
    expect(knows(port.userAgent, inCall)).toBe(false);
    const servers = [...carrier.userAgent.userAgentCore.userAgentServers.values()];
    const bye = servers.map(({ transaction }) => transaction.request).find(({ method }) => method === 'BYE');
    // Its answer may be lost: then it comes again.
    expect(knows(carrier.userAgent, { ...bye, via: bye?.getHeader('via') ?? '' })).toBe(true);
    for (const { socket, userAgent } of [carrier, port]) {
      expect(userAgent.userAgentCore.dialogs.size).toBe(0);
      expect(socket.retransmitter.size).toBe(0);
    }
  });
});
