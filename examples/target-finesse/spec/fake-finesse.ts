import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const SUPERVISOR = '1001';
const PASSWORD = 'c1sc0&<';
const NODE = '/finesse/api/Team/34/Users';
const JID = `${SUPERVISOR}@127.0.0.1/marcador`;

/** A Finesse server on 127.0.0.1 with two teams of the same people, "34" and "35": its REST API, and its notifications over BOSH. */
export class FakeFinesse {
  /** The state of each agent by login id. */
  readonly states = new Map<string, string>();
  /** What was said to the notification service, without the polls. */
  readonly said: string[] = [];
  /** Answers all of REST with this status while set. */
  failWith: number | undefined;
  /** Answers nothing of REST while set. */
  isSilent = false;
  /** Whether the notification service takes credentials. */
  notifies = true;
  teamReads = 0;
  private isOutOfReach = false;
  private held: ServerResponse | undefined;
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly port: number,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (this.isOutOfReach) return void request.socket.destroy();
      void text(request).then((body) =>
        request.url === '/http-bind' ? this.bosh(body, response) : this.rest(request, response),
      );
    });
  }

  static async start(): Promise<FakeFinesse> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeFinesse(server, (server.address() as AddressInfo).port);
  }

  /** Its address and the supervisor's credentials, as an instance is configured. */
  get config() {
    return { baseUrl: `http://127.0.0.1:${this.port}`, user: SUPERVISOR, password: PASSWORD };
  }

  get notificationUrl(): string {
    return `http://127.0.0.1:${this.port}/http-bind`;
  }

  /** A change that is told to those who are subscribed. */
  change(agent: string, state: string): void {
    this.states.set(agent, state);
    this
      .tell(`<message from='pubsub.127.0.0.1' to='${JID}'><event xmlns='http://jabber.org/protocol/pubsub#event'>
      <items node='${NODE}'><item><notification xmlns='http://jabber.org/protocol/pubsub'>${escaped(
        `<Update><data><user>${this.user(agent, state)}</user></data><event>PUT</event></Update>`,
      )}</notification></item></items></event></message>`);
  }

  /** Resolves when somebody is subscribed and waits for notifications. */
  async polled(): Promise<void> {
    while (this.held === undefined) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Ends the held poll with these stanzas. */
  tell(stanzas: string, attributes = ''): void {
    if (this.held === undefined) return;
    send(this.held, 200, bodyOf(stanzas, attributes));
    this.held = undefined;
  }

  /** Breaks every connection until it is back: a port that was given up could be another program's by then. */
  vanish(): void {
    this.isOutOfReach = true;
    this.server.closeAllConnections();
  }

  comeBack(): void {
    this.isOutOfReach = false;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private rest({ url, headers }: IncomingMessage, response: ServerResponse): void {
    const credentials = Buffer.from(`${SUPERVISOR}:${PASSWORD}`).toString('base64');
    if (this.isSilent) return;
    if (this.failWith !== undefined) return send(response, this.failWith, 'out of order');
    if (headers.authorization !== `Basic ${credentials}`)
      return send(response, 401, error('Authorization Failure'));
    if (url === `/finesse/api/User/${SUPERVISOR}`)
      return send(
        response,
        200,
        `<?xml version="1.0"?><User><loginId>${SUPERVISOR}</loginId><teamId>1</teamId>
        <!-- supervised --><teams><Team><uri>/finesse/api/Team/34</uri><id>34</id><name>R&amp;D &#x26; Sales</name></Team>
        <Team><id>35</id><name>Support</name></Team>
        </teams><pendingState/></User>`,
      );
    const [, team] = /^\/finesse\/api\/Team\/(34|35)$/.exec(url ?? '') ?? [];
    if (team === undefined) return send(response, 404, error('Not Found'));
    this.teamReads++;
    const users = [...this.states].map(([agent, state]) => `<User>${this.user(agent, state)}</User>`);
    send(response, 200, `<Team><id>${team}</id><name>Sales</name><users>${users.join('\n')}</users></Team>`);
  }

  private user(agent: string, state: string): string {
    return `<uri>/finesse/api/User/${agent}</uri><loginId>${agent}</loginId><firstName>Ana</firstName>
      <lastName>No. ${agent}</lastName><pendingState></pendingState><state>${state}</state>`;
  }

  private bosh(body: string, response: ServerResponse): void {
    const content = /^<body[^>]*[^/]>(.*)<\/body>$/s.exec(body)?.[1] ?? '';
    const opens = !body.includes(' sid=');
    if (content === '' && !opens && !body.includes('restart')) return this.hold(response);
    this.said.push(content);
    const auth = Buffer.from(`\0${SUPERVISOR}\0${PASSWORD}`).toString('base64');
    const id = / id='([^']*)'/.exec(content)?.[1] ?? '';
    if (opens) send(response, 200, bodyOf('<stream:features/>', `sid='s1' wait='15'`));
    else if (content.startsWith('<auth'))
      send(
        response,
        200,
        bodyOf(this.notifies && content.includes(`>${auth}<`) ? '<success/>' : '<failure/>'),
      );
    else if (content.includes('<bind'))
      send(response, 200, bodyOf(`<iq type='result' id='${id}'><bind><jid>${JID}</jid></bind></iq>`));
    else send(response, 200, bodyOf(`<iq type="result" id="${id}"/>`));
  }

  private hold(response: ServerResponse): void {
    this.held = response;
    response.on('close', () => {
      if (this.held === response) this.held = undefined;
    });
    for (const wake of this.waiting.splice(0)) wake();
  }
}

function bodyOf(stanzas: string, attributes = ''): string {
  return `<body ${attributes} xmlns='http://jabber.org/protocol/httpbind'>${stanzas}</body>`;
}

function error(type: string): string {
  return `<ApiErrors><ApiError><ErrorType>${type}</ErrorType></ApiError></ApiErrors>`;
}

function escaped(xml: string): string {
  return xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function send(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml);
}
