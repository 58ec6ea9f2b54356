import { z } from 'zod';

const id = z.string().min(1).max(200);
const digits = z.string().regex(/^\d+$/, 'must be digits only');
const port = z.int().min(0).max(65_535).default(0);
const ms = z.number().min(0);

const range = (min: number, max: number) =>
  z
    .object({ min: ms, max: ms })
    .refine((value) => value.min <= value.max, 'min must not be above max')
    .prefault({ min, max });

const sip = z.strictObject({
  port,
  /** The SIP domain and digest realm. */
  domain: z.string().min(1).default('carrier.example'),
  subscribers: z
    .array(z.strictObject({ user: id, password: z.string().min(1) }))
    .min(1, 'at least one subscriber is needed: the dialer registers as one'),
  digestAlgorithm: z.enum(['MD5', 'SHA-256']).default('MD5'),
  /** How long a nonce is good; an older one is challenged again with `stale=true`. */
  nonceSeconds: z.number().positive().default(300),
  minRegistrationSeconds: z.int().min(1).default(10),
  maxRegistrationSeconds: z.int().min(1).default(3600),
  /** Requests that are challenged with 407. */
  challenge: z.array(z.enum(['INVITE', 'REFER'])).default([]),
  /** Ping registered subscribers by OPTIONS and forget those that are silent; 0: never. */
  optionsPingSeconds: z.number().min(0).default(0),
  /** More calls at once are refused with 503. */
  maxCalls: z.int().min(0).default(100_000),
});

const people = z.strictObject({
  setUpMs: range(200, 800),
  ringMs: range(2000, 8000),
  longRingMs: range(20_000, 25_000),
  /** Real time. */
  longestRingMs: ms.default(180_000),
  /** Real time. */
  patienceMs: ms.default(20_000),
  /** Real time. */
  recordingMs: ms.default(60_000),
});

/** What becomes of the audio on its way to the dialer. */
const network = z.strictObject({
  /** The share of packets that are lost, each by chance. */
  lossShare: z.number().min(0).max(1).default(0),
  /** Standard deviation of the time that a packet takes; real time. */
  jitterMs: ms.max(1000).default(0),
});

const contactCenter = z
  .strictObject({
    port,
    user: z.string().min(1).default('marcador'),
    password: z.string().min(1).default('simulated'),
    tenant: z.string().min(1).default('main'),
    keepAliveSeconds: z.number().positive().default(30),
    queues: z
      .array(
        z.strictObject({
          id,
          name: z.string().min(1),
          pilotNumber: digits,
          /** So many agents who serve this queue alone: `<queue>-agent-1` … */
          agents: z.int().min(0).default(0),
        }),
      )
      .default([{ id: 'sales', name: 'Sales', pilotNumber: '5000', agents: 5 }]),
    /** Further agents, who may serve several queues. */
    agents: z.array(z.strictObject({ id, name: z.string().min(1), queues: z.array(id) })).default([]),
    answerMs: range(500, 1500),
    talkMs: range(10_000, 40_000),
    wrapUpMs: range(3000, 8000),
    patienceMs: range(20_000, 40_000),
  })
  .superRefine((value, context) => {
    const known = new Set(value.queues.map((queue) => queue.id));
    for (const agent of value.agents) {
      for (const queue of agent.queues) {
        if (!known.has(queue))
          context.addIssue(`agent ${agent.id} is to serve queue ${queue}, which is not configured`);
      }
    }
  });

const voicePortal = z.strictObject({
  port,
  services: z
    .array(
      z.strictObject({
        id,
        name: z.string().min(1),
        pilotNumber: digits,
        /** So many channels that run this service alone: `<service>-channel-1` … */
        channels: z.int().min(0).default(0),
      }),
    )
    .default([{ id: 'survey', name: 'Survey', pilotNumber: '6000', channels: 5 }]),
  /** Further channels, which may run several services. */
  channels: z.array(z.strictObject({ id, services: z.array(id) })).default([]),
  answerMs: range(200, 400),
  talkMs: range(10_000, 30_000),
});

const dnc = z.strictObject({
  port,
  untrustedPort: port,
  /** Numbers that must not be called. */
  numbers: z.array(digits).default([]),
});

/** All settings of the simulator. Delays are ms before scaling, unless they say that they are real time. */
export const simulatorConfig = z.strictObject({
  host: z.ipv4().default('127.0.0.1'),
  /** Factor on ring, answer, talk, wrap-up and queue times. Audio is always real time. */
  timeScale: z.number().positive().default(1),
  /** Append every event to this file as a line of JSON. */
  logFile: z.string().min(1).optional(),
  /** Stop when standard input ends, so that a killed parent leaves nothing behind. */
  exitWithParent: z.boolean().default(false),
  sip,
  people: people.prefault({}),
  network: network.prefault({}),
  contactCenter: contactCenter.prefault({}),
  voicePortal: voicePortal.prefault({}),
  dnc: dnc.prefault({}),
  control: z.strictObject({ port }).prefault({}),
});

export type SimulatorConfig = z.output<typeof simulatorConfig>;

/** The agents of the configuration: those of one queue, then the further ones. */
export function agentsOf({ queues, agents }: SimulatorConfig['contactCenter']) {
  const own = queues.flatMap((queue) =>
    Array.from({ length: queue.agents }, (_, index) => ({
      id: `${queue.id}-agent-${index + 1}`,
      name: `${queue.name} agent ${index + 1}`,
      queues: [queue.id],
    })),
  );
  return [...own, ...agents];
}

/** The channels of the configuration: those of one service, then the further ones. */
export function channelsOf({ services, channels }: SimulatorConfig['voicePortal']) {
  const own = services.flatMap((service) =>
    Array.from({ length: service.channels }, (_, index) => ({
      id: `${service.id}-channel-${index + 1}`,
      services: [service.id],
    })),
  );
  return [...own, ...channels];
}
