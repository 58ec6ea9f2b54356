import { readFile } from 'node:fs/promises';
import type { Opening } from './hours.js';

/** A sample campaign: what is uploaded and how it dials. */
export interface Sample {
  readonly name: string;
  readonly description: string;
  /** File in the folder of samples. */
  readonly leads: string;
  readonly target: 'target-oscc' | 'target-voice-portal';
  /** Name of its do-not-call service. */
  readonly dnc: string;
  readonly queueId: string;
  readonly pilotNumber: string;
  readonly maxAttempts: number;
  readonly amd: boolean;
  readonly opens: Opening;
}

/** The do-not-call services of the sandbox: the one that is always there, and one asked over TLS. */
export const EMBEDDED_SERVICE = 'Embedded Service';
export const EXTERNAL_SERVICE = 'National registry';

export const RETRY_AFTER_MINUTES = 1;
/** A minute of retry-after time in the sandbox. */
export const RETRY_MINUTE_MS = 3000;

/** The campaigns that are dialled to their end. */
export const SAMPLES: readonly Sample[] = [
  {
    name: 'Insurance renewal',
    description: 'Agents of the contact center talk with the people who answer',
    leads: 'renewals.csv',
    target: 'target-oscc',
    dnc: EMBEDDED_SERVICE,
    queueId: 'sales',
    pilotNumber: '5000',
    maxAttempts: 2,
    amd: true,
    opens: 'today',
  },
  {
    name: 'Satisfaction survey',
    description: 'An IVR asks the people who answer',
    leads: 'survey.csv',
    target: 'target-voice-portal',
    dnc: EXTERNAL_SERVICE,
    queueId: 'survey',
    pilotNumber: '6000',
    maxAttempts: 2,
    amd: true,
    opens: 'today',
  },
];

/** Started with the others, on agents of one of them, and yet nobody is to be called: it shows the hours. */
export const CLOSED_SAMPLE: Sample = {
  name: 'Birthday greetings',
  description: 'Opens tomorrow: until then nobody is called',
  leads: 'birthdays.csv',
  target: 'target-oscc',
  dnc: EMBEDDED_SERVICE,
  queueId: 'sales',
  pilotNumber: '5000',
  maxAttempts: 2,
  amd: false,
  opens: 'tomorrow',
};

/** The text of a sample file. */
export function sampleFile(name: string): Promise<string> {
  return readFile(new URL(`../samples/${name}`, import.meta.url), 'utf8');
}

/** The phone numbers of a sample file: the second field of a row of leads, the only one of the do-not-call list. */
export async function sampleNumbers(name: string): Promise<string[]> {
  return (await sampleFile(name)).match(/\b\d{12}\b/g) ?? [];
}
