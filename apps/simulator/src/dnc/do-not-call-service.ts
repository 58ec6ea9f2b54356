import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '@marcador/platform/clock.js';
import type { EventLog } from '../event-log.js';
import type { Handler, JsonAnswer, RawAnswer } from '../http/json-server.js';

/** What the service may do instead of telling the truth (docs/contracts/do-not-call.md). */
export const DNC_FAULTS = [
  'silent',
  'slow',
  'error-500',
  'html',
  'wrong-type',
  'other-number',
  'redirect',
  'cut-off',
] as const;
export type DncFault = (typeof DNC_FAULTS)[number];

const question = z.object({ number: z.string().regex(/^\d+$/) });

/** The do-not-call list and the web service that is asked about it. */
export class DoNotCallService {
  private readonly numbers: Set<string>;
  private fault: { readonly kind: DncFault; readonly delayMs: number } | undefined;
  private faultyAnswers = 0;

  constructor(
    listed: readonly string[],
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    this.numbers = new Set(listed);
  }

  get size(): number {
    return this.numbers.size;
  }

  /** Lets the next `count` answers suffer the fault. `delayMs` is how slow the slow one is. */
  failNext(kind: DncFault, count: number, delayMs: number): void {
    this.fault = { kind, delayMs };
    this.faultyAnswers = count;
  }

  /** Changes the list; it holds from the next question on. */
  change(add: readonly string[], remove: readonly string[]): void {
    for (const number of add) this.numbers.add(number);
    for (const number of remove) this.numbers.delete(number);
  }

  readonly handler: Handler = (request) => {
    if (request.path.join('/') !== 'donotcall') return failure(404, 'NOT_FOUND', 'There is nothing here.');
    if (request.method !== 'POST') return failure(405, 'METHOD_NOT_ALLOWED', 'Ask by POST.');
    const given = question.safeParse(request.body);
    if (!given.success) return failure(400, 'BAD_REQUEST', 'The body must be {"number":"<digits>"}.');
    return this.answer(given.data.number);
  };

  private answer(number: string): JsonAnswer | RawAnswer | Promise<JsonAnswer> {
    const listed = this.numbers.has(number);
    const fault = this.faultyAnswers > 0 ? this.fault : undefined;
    if (fault !== undefined) this.faultyAnswers--;
    this.log.append({
      type: 'dnc-query',
      number,
      listed,
      ...(fault === undefined ? {} : { fault: fault.kind }),
    });
    const truth = { status: 200, body: { number, doNotCall: listed } };
    if (fault === undefined) return truth;
    if (fault.kind !== 'slow') return lie(fault.kind, number);
    return new Promise((resolve) => this.clock.setTimer(fault.delayMs, () => resolve(truth)));
  }
}

function lie(kind: Exclude<DncFault, 'slow'>, number: string): JsonAnswer | RawAnswer {
  switch (kind) {
    case 'silent':
      return () => {};
    case 'error-500':
      return failure(500, 'INTERNAL', 'The list cannot be read.');
    case 'html':
      return (response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
    case 'wrong-type':
      return { status: 200, body: { number, doNotCall: 'no' } };
    case 'other-number':
      return { status: 200, body: { number: `${number}0`, doNotCall: false } };
    case 'redirect':
      return (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/donotcall' }).end();
    case 'cut-off':
      return cutOff;
  }
}

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"doNotCall":', () => response.destroy());
}

function failure(status: number, code: string, message: string): JsonAnswer {
  return { status, body: { error: { code, message } } };
}
