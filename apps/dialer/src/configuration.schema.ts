import { hostname } from 'node:os';
import { LOG_LEVELS } from '@marcador/platform/logging.js';
import { z } from 'zod';

const port = (preset: number) => z.int().min(0).max(65535).default(preset);
const duration = (preset: number) => z.int().min(1).default(preset);

const httpsSchema = z
  .strictObject({
    port: port(9443).describe('TCP port of the web UI and the API; 0 takes a free one'),
    address: z.string().min(1).default('0.0.0.0').describe('local address to listen on'),
    certificateFile: z
      .string()
      .min(1)
      .optional()
      .describe('PEM file with the certificate and its chain; without it a self-signed one is made and kept'),
    keyFile: z.string().min(1).optional().describe("PEM file with the certificate's private key"),
  })
  .refine((https) => (https.certificateFile === undefined) === (https.keyFile === undefined), {
    message: 'set certificateFile and keyFile both, or neither',
  });

const portCredentialsSchema = z.strictObject({
  user: z.string().min(1).describe('user part of the SIP subscriber'),
  authorizationUser: z
    .string()
    .min(1)
    .optional()
    .describe('digest user name, where it differs from the user'),
  password: z.string().min(1).describe('digest password of the SIP subscriber'),
});

const telephonySchema = z
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
    rtpPorts: z
      .strictObject({
        min: z.int().min(1024).max(65534).default(16_384).describe('lowest UDP port for RTP'),
        max: z.int().min(1025).max(65535).default(17_383).describe('highest UDP port for RTP'),
      })
      .refine(({ min, max }) => max > min, { message: 'max has to be above min' })
      .prefault({}),
    callsPerSecond: z.number().min(0.1).max(1000).default(10).describe('INVITEs a second, over all ports'),
    transfer: z
      .strictObject({
        successOn: z
          .enum(['answered', 'ringing'])
          .default('answered')
          .describe('when a transfer counts as handed over: the pilot answers, or it rings or queues'),
        timeoutMs: duration(20_000).describe('how long a transfer may take once it was accepted'),
      })
      .prefault({}),
  })
  .refine(({ ports, rtpPorts }) => rtpPairs(rtpPorts) >= ports.length, {
    path: ['rtpPorts'],
    message:
      'widen the range: each of telephony.ports needs an even UDP port of its own, and the odd one after it stays free',
  });

/** RTP goes to even ports, RTCP to the odd ones after them (RFC 3550 §11). */
function rtpPairs({ min, max }: { min: number; max: number }): number {
  return Math.floor(max / 2) - Math.ceil(min / 2) + 1;
}

/** Everything the service takes from `marcador.config.yaml` and the environment. docs/configuration.md explains it. */
export const configurationSchema = z.strictObject({
  nodeName: z
    .string()
    .regex(/^[\w.-]{1,63}$/, { message: 'use letters, digits, dots, hyphens and underscores, 63 at most' })
    .default(() =>
      hostname()
        .replace(/[^\w.-]/g, '-')
        .slice(0, 63),
    )
    .describe('name of this node in claims and call records'),
  dataDir: z
    .string()
    .min(1)
    .default('.marcador')
    .describe('folder for what the service keeps beside the database: its certificate and its log'),
  database: z
    .strictObject({
      url: z
        .string()
        .regex(/^postgres(ql)?:\/\//, {
          message: 'has to look like postgres://user:password@host:5432/database',
        })
        .optional()
        .describe('PostgreSQL to use; without it an embedded one is started'),
      dataDir: z
        .string()
        .min(1)
        .optional()
        .describe('folder of the embedded PostgreSQL; `postgres` in dataDir if not set'),
    })
    .prefault({}),
  https: httpsSchema.prefault({}),
  telephony: telephonySchema,
  dialing: z
    .strictObject({
      ringTimeoutMs: duration(30_000).describe('how long a phone may ring, from the INVITE on'),
      retryMinuteMs: duration(60_000).describe(
        "what a minute of a campaign's retry-after time lasts; only a demonstration shortens it",
      ),
      handOverGraceMs: duration(5000).describe(
        'how long after a transfer the agent who takes the call may still be reported as free',
      ),
      abandonedCallMs: duration(180_000).describe(
        'how long the network may go on with a call whose service was killed: its number is not called before',
      ),
      shutdownTimeoutMs: duration(60_000).describe(
        'how long calls under way may go on when the service stops; 10 s later it ends, whatever hangs',
      ),
    })
    .prefault({}),
  logging: z
    .strictObject({
      level: z
        .enum(LOG_LEVELS)
        .default('info')
        .describe('how much is logged; only debug shows whole phone numbers'),
      fileSizeMb: z
        .int()
        .min(1)
        .max(1000)
        .default(10)
        .describe('how large a file of the log on disk may become, in MB'),
      files: z
        .int()
        .min(1)
        .max(100)
        .default(5)
        .describe('how many files of the log are kept, in `logs` in dataDir; the oldest gives way'),
    })
    .prefault({}),
  bootstrap: z
    .strictObject({
      masterPassword: z
        .string()
        .min(8)
        .optional()
        .describe('password of the first user, `master`; without it one is made and shown once'),
    })
    .prefault({}),
});

export type Configuration = z.output<typeof configurationSchema>;
