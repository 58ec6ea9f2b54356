import type { Percentiles } from './figure.js';

/** The engine of a bench: ports that are registered, and what listens to their calls. */
export interface EngineOptions {
  readonly databaseUrl: string;
  readonly calleePort: number;
  readonly ports: number;
  /** Of the trunk. @default 1000 */
  readonly callsPerSecond?: number;
  /** Whether the built-in detector listens to every call. */
  readonly listens?: boolean;
}

/** Calls to all leads of a campaign. */
export interface Round {
  readonly campaignId: string;
  readonly dncInstanceIds: readonly string[];
  readonly calls: number;
  /** How many calls a second agents become free for; all at once, and again after each call, when absent. */
  readonly pace?: number;
  /** Agents wait for ports, which is no time of ours: it is left out. */
  readonly portsLimit?: boolean;
  /** A campaign into which leads are loaded from CSV, one upload after the other, as long as calls are made. */
  readonly importInto?: string;
}

/** What was measured in a round. */
export interface RoundResult {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly succeeded: number;
  /** When there were the most calls. */
  readonly busiest: Census;
  /** How many calls were listened to at a time, over all the seconds, from the end of the first one on, with nearly as many calls as at the busiest. */
  readonly listenedTo: { readonly least: number; readonly median: number };
  /** Resident memory while calls were made, bytes: the median of the last minute of them. */
  readonly memory: number;
  readonly answerToRefer: Percentiles;
  /** From an agent reported free to the INVITE leaving; from a port idle too, where ports limit the calls. */
  readonly freeToInvite: Percentiles;
  /** From then to the ACK of the call leaving, all that lies between included. */
  readonly freeToAck: Percentiles;
}

export interface Census {
  readonly calls: number;
  readonly listenedTo: number;
  /** Resident, bytes. */
  readonly memory: number;
}

/** What a process holds, after its garbage was collected. */
export interface Vitals {
  /** Resident, bytes. */
  readonly memory: number;
  /** Of the main thread, bytes. */
  readonly heap: number;
  /** Open file descriptors, sockets among them. */
  readonly handles: number;
  /** Of the main thread. */
  readonly timers: number;
}

/** What the machine needs for the least that has to be done. */
export interface Floor {
  readonly datagramEcho: Percentiles;
  readonly twoCommits: Percentiles;
}

/** What the engine's process is asked for, and what it answers. */
export interface EngineRequests {
  start: { ask: EngineOptions; answer: undefined };
  call: { ask: Round; answer: RoundResult };
  vitals: { ask: undefined; answer: Vitals };
  /** After it the process ends. */
  stop: { ask: undefined; answer: Floor };
}

export interface EngineRequest<K extends keyof EngineRequests = keyof EngineRequests> {
  readonly kind: K;
  readonly ask: EngineRequests[K]['ask'];
}
