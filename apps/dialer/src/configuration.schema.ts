import { hostname } from 'node:os';
import { LOG_LEVELS } from '@marcador/platform/logging.js';
import { z } from 'zod';
import { duration, isKey, port } from './schema-parts.js';
import { telephonySchema } from './telephony.schema.js';

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

const secretsSchema = z
  .strictObject({
    keyFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        'file with the keys that seal the secrets in the database, one a line, the newest first; `secrets.key` in dataDir if not set, made at the first start',
      ),
    keys: z
      .array(z.string().refine(isKey, { message: 'has to be what "openssl rand -base64 32" prints' }))
      .min(1)
      .optional()
      .describe('the keys themselves, in place of keyFile, the newest first; each 32 bytes in base64'),
  })
  .refine((secrets) => secrets.keyFile === undefined || secrets.keys === undefined, {
    message: 'set keyFile or keys, not both',
  });

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
    .describe(
      'folder for what the service keeps beside the database: its certificate, its log and the unpacked plugins',
    ),
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
  secrets: secretsSchema.prefault({}),
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
      greetingLimitMs: duration(60_000).describe(
        "how long an answering machine's greeting may go on before no recorded message is left there",
      ),
      abandonedCallMs: duration(180_000).describe(
        'how long the network may go on with a call whose service was killed: its number is not called before',
      ),
      shutdownTimeoutMs: duration(60_000).describe(
        'how long calls under way may go on when the service stops; 10 s later it ends, whatever hangs',
      ),
    })
    .prefault({}),
  callRecords: z
    .strictObject({
      amdExplanationDays: z
        .int()
        .min(1)
        .max(365)
        .default(30)
        .describe(
          'how many days it is kept what a detector heard in a call, for campaigns that keep it; 1 to 365',
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
  metrics: z
    .strictObject({
      token: z
        .string()
        .min(16)
        .optional()
        .describe(
          'what Prometheus sends as its bearer token to `/metrics`; without it there is no `/metrics`',
        ),
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
