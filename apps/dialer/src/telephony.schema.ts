import { isAddressRange } from '@marcador/telephony/sip/admission/address-ranges.js';
import { z } from 'zod';
import { duration, port } from './schema-parts.js';

const portCredentialsSchema = z.strictObject({
  user: z.string().min(1).describe('user part of the SIP subscriber'),
  authorizationUser: z
    .string()
    .min(1)
    .optional()
    .describe('digest user name, where it differs from the user'),
  password: z.string().min(1).describe('digest password of the SIP subscriber'),
});

/** A communication platform and our subscribers on it. */
const trunkSchema = z.strictObject({
  name: z.string().min(1).max(63).optional().describe('what operators see it as; its domain if not set'),
  registrar: z.strictObject({
    host: z.string().min(1).describe('host name or address of the communication platform'),
    port: z.int().min(1).max(65535).default(5060).describe('its UDP port for SIP'),
  }),
  domain: z.string().min(1).describe('SIP domain of the subscribers and of the numbers they dial'),
  ports: z.array(portCredentialsSchema).min(1).describe('the dialer ports: one SIP subscriber each'),
  registrationExpirySeconds: z
    .int()
    .min(30)
    .max(86_400)
    .default(600)
    .describe('how long a registration shall last; the platform may grant less'),
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
      'how many addresses of its domain a redirected call may go on to; they are not checked with the do-not-call service',
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
          .describe('local address for SIP and RTP; `0.0.0.0` takes the one that leads to the registrar'),
        port: port(5060).describe('UDP port for SIP; 0 takes a free one'),
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
    trunks: z.array(trunkSchema).min(1).describe('the communication platforms'),
  })
  .refine(({ trunks, rtpPorts }) => rtpPairs(rtpPorts) >= trunks.flatMap(({ ports }) => ports).length, {
    path: ['rtpPorts'],
    message:
      'widen the range: each dialer port needs an even UDP port of its own, and the odd one after it stays free',
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
  return Math.floor(max / 2) - Math.ceil(min / 2) + 1;
}
