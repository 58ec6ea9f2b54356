import { isAddressRange } from '@marcador/telephony/sip/admission/address-ranges.js';
import { z } from 'zod';
import { duration, port } from './schema-parts.js';
import { serverAddress } from './server-address.js';

const portCredentialsSchema = z.strictObject({
  user: z.string().min(1).describe('user part of the SIP subscriber'),
  authorizationUser: z
    .string()
    .min(1)
    .optional()
    .describe('digest user name, where it differs from the user'),
  password: z.string().min(1).describe('digest password of the SIP subscriber'),
});

const serverSchema = z.string().refine((text) => serverAddress(text) !== undefined, {
  message:
    'has to be a host name or an address, with a port behind a colon or without: pbx.example.com:5060, [2001:db8::1]',
});

const tlsSchema = z
  .strictObject({
    certificateFile: z
      .string()
      .min(1)
      .optional()
      .describe('PEM file with our certificate and its chain; without it nobody can connect to us over TLS'),
    keyFile: z.string().min(1).optional().describe("PEM file with the certificate's private key"),
    caFile: z
      .string()
      .min(1)
      .optional()
      .describe('PEM file with the authorities that vouch for servers; those known to Node.js if not set'),
    verify: z
      .enum(['full', 'authority', 'none'])
      .default('full')
      .describe(
        'what a server has to prove: `full`, that its certificate names it (RFC 5922); `authority`, that an authority vouches for it; `none`, nothing',
      ),
  })
  .refine((tls) => (tls.certificateFile === undefined) === (tls.keyFile === undefined), {
    message: 'set certificateFile and keyFile both, or neither',
  });

/** A communication platform and our subscribers on it. */
const trunkSchema = z.strictObject({
  name: z.string().min(1).max(63).optional().describe('what operators see it as; its domain if not set'),
  servers: z
    .array(serverSchema)
    .min(1)
    .describe(
      'the communication platform: `host` or `host:port`, best first; each is found by RFC 3263 (NAPTR, SRV, addresses)',
    ),
  transport: z.enum(['udp', 'tcp', 'tls']).default('udp').describe('what SIP travels over'),
  keepAlive: z
    .enum(['none', 'crlf', 'options'])
    .default('none')
    .describe(
      'what is sent every 25 s over UDP, for address translators in between; `options` also notices early that a server is gone: its ports then take no calls',
    ),
  domain: z.string().min(1).describe('SIP domain of the subscribers and of the numbers they dial'),
  ports: z.array(portCredentialsSchema).min(1).describe('the dialer ports: one SIP subscriber each'),
  realms: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      "the only realms in which passwords are proven (digest); if not set that of the registrar, and a proxy's within its call",
    ),
  registrationExpirySeconds: z
    .int()
    .min(30)
    .max(86_400)
    .default(600)
    .describe('how long a registration shall last; the platform may grant less'),
  registrationsPerSecond: z
    .number()
    .min(1)
    .max(1000)
    .default(100)
    .describe('REGISTERs a second over all its ports, evenly spread; answers to challenges come on top'),
  media: z
    .strictObject({
      codecs: z
        .array(z.enum(['PCMA', 'PCMU', 'G722']))
        .min(1)
        .default(['PCMA', 'PCMU'])
        .describe('what audio may be coded as, the preferred first: PCMA, PCMU, G722'),
      srtp: z
        .enum(['off', 'optional', 'secure'])
        .default('off')
        .describe('whether audio is encrypted: `off`, `optional` (as the platform likes) or `secure`'),
    })
    .prefault({}),
  callsPerSecond: z.number().min(0.1).max(1000).default(10).describe('INVITEs a second, over all its ports'),
  sessionTimerSeconds: z
    .int()
    .max(86_400)
    .refine((seconds) => seconds === 0 || seconds >= 90, { message: 'has to be 0, or 90 at least' })
    .default(1800)
    .describe(
      'how long an answered call may last without a sign of the platform (RFC 4028); 0: no session timers',
    ),
  maxRedirections: z
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe(
      'how many other hosts a redirected call may go on to, with the number that was dialled and no other',
    ),
  callerId: z
    .strictObject({
      number: z
        .string()
        .regex(/^\+?\d{1,20}$/, { message: 'use digits, with or without a + before them' })
        .optional()
        .describe("the caller's number where a campaign has none; the port's user if not set"),
      name: z.string().min(1).max(60).optional().describe("the caller's name where a campaign has none"),
      anonymous: z.boolean().default(false).describe('hide both from the called person (`Privacy: id`)'),
    })
    .prefault({}),
  transfer: z
    .strictObject({
      kind: z
        .enum(['blind', 'attended'])
        .default('blind')
        .describe(
          'how calls are handed over: at once, or after a call to the pilot from a second dialer port',
        ),
      successOn: z
        .enum(['answered', 'ringing'])
        .default('answered')
        .describe('when a transfer counts as handed over: the pilot answers, or it rings or queues'),
      timeoutMs: duration(20_000).describe('how long a transfer may take once it was accepted'),
      subscription: z
        .boolean()
        .default(true)
        .describe('have the platform report on a transfer; if not, one that it accepts has succeeded'),
    })
    .prefault({}),
});

/** Everything the telephony takes from the configuration. */
export const telephonySchema = z
  .strictObject({
    bind: z
      .strictObject({
        address: z
          .string()
          .min(1)
          .default('0.0.0.0')
          .describe(
            'local address for SIP and RTP; `0.0.0.0` and `::` take the one that leads to the first server',
          ),
        port: port(5060).describe('UDP and TCP port for SIP; 0 takes a free one'),
        tlsPort: port(5061).describe(
          'TCP port for SIP over TLS, from which our connections leave where we have no certificate; 0 takes a free one',
        ),
      })
      .prefault({}),
    rtpPorts: z
      .strictObject({
        min: z.int().min(1024).max(65534).default(16_384).describe('lowest UDP port for RTP'),
        max: z.int().min(1025).max(65535).default(17_383).describe('highest UDP port for RTP'),
      })
      .refine(({ min, max }) => max > min, { message: 'max has to be above min' })
      .prefault({}),
    acceptFrom: z
      .enum(['peers', 'anyone'])
      .default('peers')
      .describe('whose SIP requests are heard: those of the servers of the trunks and of `peers`, or all'),
    peers: z
      .array(
        z
          .string()
          .refine(isAddressRange, 'has to be an address or a network, such as 192.0.2.1 or 10.0.0.0/8'),
      )
      .default([])
      .describe('further addresses and networks of the platforms: `192.0.2.1`, `10.0.0.0/8`'),
    requestsPerSecond: z
      .int()
      .min(1)
      .max(100_000)
      .default(200)
      .describe('SIP requests outside of our calls that one address may send in a second; more are dropped'),
    tls: tlsSchema.prefault({}),
    dnsServers: z
      .array(z.string().min(1))
      .default([])
      .describe('DNS servers to find trunks by, `address` or `address:port`; those of the host if empty'),
    media: z
      .strictObject({
        workers: z
          .int()
          .min(1)
          .max(64)
          .optional()
          .describe('threads that carry and analyse audio; one less than there are cores if not set, 1 to 8'),
      })
      .prefault({}),
    trunks: z.array(trunkSchema).min(1).describe('the communication platforms'),
  })
  .refine(({ trunks, rtpPorts }) => rtpPairs(rtpPorts) >= trunks.flatMap(({ ports }) => ports).length, {
    path: ['rtpPorts'],
    message: 'widen the range: each dialer port needs an even UDP port of its own and the odd one after it',
  })
  .refine(({ trunks }) => allDiffer(trunks.flatMap(({ ports }) => ports.map(({ user }) => user))), {
    path: ['trunks'],
    message: 'two dialer ports have the same user: each needs one of its own, over all trunks',
  })
  .refine(({ trunks }) => allDiffer(trunks.map(({ name, domain }) => name ?? domain)), {
    path: ['trunks'],
    message: 'two trunks have the same name: give each one of its own',
  });

function allDiffer(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** RTP goes to even ports, RTCP to the odd ones after them (RFC 3550 §11). */
function rtpPairs({ min, max }: { min: number; max: number }): number {
  return Math.floor((max + 1) / 2) - Math.ceil(min / 2);
}
