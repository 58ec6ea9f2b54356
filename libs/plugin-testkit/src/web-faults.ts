import type { FakeWebService, WebReply } from './web-service.js';
import { json } from './web-service.js';
import { NO_ANSWER } from './world.js';

const CONNECTION_LOST = 'connection lost';

/** With these the right answer comes all the same: a plugin that looks at the body alone takes it. */
const STATUSES = [401, 429, 500, 503];

const GARBAGE: Readonly<Record<string, WebReply>> = {
  'a page of HTML': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>false</body></html>'),
  'an empty answer': (response) => response.writeHead(200).end(),
  'JSON that is cut off': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"', () => response.destroy());
  },
  'JSON null': json(200, null),
  'a JSON object of something else': json(200, { maintenance: true }),
  'a JSON text': json(200, 'false'),
};

/** How a web service fails. */
export const WEB_FAULTS: readonly string[] = [
  CONNECTION_LOST,
  ...STATUSES.map((status) => `status ${status}`),
  ...Object.keys(GARBAGE),
  NO_ANSWER,
];

/** Lets a service fail until it is mended. */
export class WebFaults {
  constructor(
    private readonly service: FakeWebService,
    private readonly well: WebReply,
  ) {
    service.reply = well;
  }

  /** @param fault one of {@link WEB_FAULTS} */
  fail(fault: string): void {
    if (fault === CONNECTION_LOST) return this.service.refuse(true);
    this.service.reply = this.faulty(fault);
    this.service.cut();
  }

  mend(): void {
    this.service.refuse(false);
    this.service.reply = this.well;
    this.service.cut();
  }

  private faulty(fault: string): WebReply {
    if (fault === NO_ANSWER) return () => {};
    const garbage = GARBAGE[fault];
    if (garbage !== undefined) return garbage;
    const status = STATUSES.find((each) => fault === `status ${each}`);
    if (status === undefined) throw new Error(`A web service does not fail by "${fault}".`);
    return (response, question) => {
      const write = response.writeHead.bind(response) as (
        status: number,
        ...rest: unknown[]
      ) => typeof response;
      response.writeHead = (_status: number, ...rest: unknown[]) => write(status, ...rest);
      this.well(response, question);
    };
  }
}
