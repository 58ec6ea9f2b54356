import { definitionOf, type DialTarget, type PluginHost, type QueueSnapshot } from '@marcador/plugin-api';
import { describeDialTarget, NO_ANSWER, type TargetOutside } from '@marcador/plugin-testkit';
import plugin from '../src/index.js';
import { parseXml } from '../src/xml.js';
import { FakeFinesse } from './fake-finesse.js';

const { signal } = new AbortController();

const STATES = {
  free: 'READY',
  talking: 'TALKING',
  wrapUp: 'WORK',
  unavailable: 'NOT_READY',
  unknown: 'DREAMING',
};

const outside: TargetOutside = {
  queueIds: ['34', '35'],
  faults: ['status 503', NO_ANSWER],
  async start() {
    const finesse = await FakeFinesse.start();
    return {
      config: { ...finesse.config, pollMs: 100, timeoutMs: 2000 },
      setAgents(agents) {
        finesse.states.clear();
        for (const [agent, state] of Object.entries(agents)) finesse.states.set(agent, STATES[state]);
      },
      fail(fault) {
        finesse.isSilent = fault === NO_ANSWER;
        finesse.failWith = fault === NO_ANSWER ? undefined : 503;
      },
      mend() {
        finesse.isSilent = false;
        finesse.failWith = undefined;
      },
      stop: () => finesse.stop(),
    };
  },
};

describeDialTarget('Cisco Finesse, as a target,', {
  plugin,
  outside,
  refused: [{ baseUrl: 'http://example.com' }],
});

describe('Cisco Finesse as a dial target', () => {
  let finesse: FakeFinesse;
  let target: Required<DialTarget>;
  let watching: AbortController;
  let reports: (QueueSnapshot | string)[];
  let wake: () => void;
  beforeEach(async () => {
    finesse = await FakeFinesse.start();
    finesse.states.set('1234', 'READY').set('1235', 'NOT_READY').set('1236', 'LOGOUT');
    watching = new AbortController();
    reports = [];
    wake = () => undefined;
  });
  afterEach(async () => {
    watching.abort();
    await finesse.stop();
  });

  function make(values: object = {}): Required<DialTarget> {
    const definition = definitionOf(plugin)?.definition;
    const config = definition?.config.parse({ ...finesse.config, ...values }) as Record<string, unknown>;
    target = definition?.create(config, {} as PluginHost) as Required<DialTarget>;
    return target;
  }
  function watch(team = '34'): void {
    const report = (what: QueueSnapshot | string) => {
      reports.push(what);
      wake();
    };
    const unreachable = (reason: string | Error) => report(reason instanceof Error ? reason.message : reason);
    target.watch(team, { update: report, unreachable }, watching.signal);
  }
  /** Resolves with the first report of this kind. */
  async function reported(
    isIt: (report: QueueSnapshot | string) => boolean,
  ): Promise<QueueSnapshot | string> {
    for (;;) {
      const found = reports.splice(0).find(isIt);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const frees = (...agents: string[]) =>
    reported((report) => typeof report !== 'string' && report.free.join() === agents.join());
  const fails = () => reported((report) => typeof report === 'string');

  it('offers the teams of the supervisor as queues', async () => {
    await expect(make().queues(signal)).resolves.toEqual([
      { id: '34', name: 'R&D & Sales' },
      { id: '35', name: 'Support' },
    ]);
    await expect(target.health(signal)).resolves.toEqual({
      healthy: true,
      message: 'User 1001 supervises 2 teams.',
    });
  });

  it.each([
    ['READY', 'free'],
    ['RESERVED', 'talking'],
    ['RESERVED_OUTBOUND', 'talking'],
    ['RESERVED_OUTBOUND_PREVIEW', 'talking'],
    ['TALKING', 'talking'],
    ['HOLD', 'talking'],
    ['WORK', 'wrapUp'],
    ['WORK_READY', 'wrapUp'],
    ['NOT_READY', 'unavailable'],
    ['UNKNOWN', 'unknown'],
    ['DREAMING', 'unknown'],
  ])('takes an agent who is %s for %s', async (told, state) => {
    finesse.states.clear();
    finesse.states.set('1234', told);
    const [agent] = await make().agents('34', signal);
    expect(agent).toEqual({ id: '1234', name: 'Ana No. 1234', state });
  });

  it('polls, and reports who is ready and how many are logged on', async () => {
    make({ pollMs: 100 });
    watch();
    expect(await frees('1234')).toEqual({
      free: ['1234'],
      loggedOn: 2,
      busy: { talking: 0, wrapUp: 0, unavailable: 1 },
    });
    finesse.states.set('1234', 'RESERVED_OUTBOUND').set('1236', 'READY');
    expect(await frees('1236')).toMatchObject({ loggedOn: 3, busy: { talking: 1, unavailable: 1 } });
  });

  it('reads the team again as soon as a notification comes, without waiting for the poll', async () => {
    make({ pollMs: 60_000, notificationUrl: finesse.notificationUrl });
    watch();
    await frees('1234');
    await finesse.polled();
    finesse.change('1235', 'READY');
    await frees('1234', '1235');
    await finesse.polled();
    finesse.change('1234', 'TALKING');
    await frees('1235');
  });

  it('subscribes to the team with the full address, and takes the subscription back in the end', async () => {
    make({ pollMs: 60_000, notificationUrl: finesse.notificationUrl });
    watch();
    await finesse.polled();
    const node = `node='/finesse/api/Team/34/Users' jid='1001@127.0.0.1/marcador'`;
    expect(finesse.said.at(-1)).toContain(`<subscribe ${node}/>`);
    watching.abort();
    while (!finesse.said.at(-1)?.includes(`<unsubscribe ${node}/>`))
      await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('pings after a while without notifications', async () => {
    make({ pollMs: 60_000, notificationUrl: finesse.notificationUrl });
    watch();
    await finesse.polled();
    finesse.tell('');
    await finesse.polled();
    expect(finesse.said.at(-1)).toContain(`<ping xmlns='urn:xmpp:ping'/>`);
  });

  it.each(['refused', 'ended'])('polls while notifications are %s', async (how) => {
    finesse.notifies = how === 'ended';
    make({ pollMs: 100, notificationUrl: finesse.notificationUrl });
    watch();
    await frees('1234');
    if (how === 'ended') {
      await finesse.polled();
      finesse.tell('', `type='terminate'`);
    }
    finesse.states.set('1235', 'READY');
    await frees('1234', '1235');
  });

  it.each([
    [503, /out of service \(503\)/],
    [500, /answered Team with something else \(500\)/],
    [200, /answered Team with something else \(200\)/],
  ])('is unreachable while status %s is answered, and comes back by itself', async (status, reason) => {
    make({ pollMs: 100 });
    watch();
    await frees('1234');
    finesse.failWith = status;
    expect(await fails()).toMatch(reason);
    finesse.failWith = undefined;
    await frees('1234');
  });

  it('finds a server that is back', async () => {
    make({ pollMs: 100 });
    watch();
    await frees('1234');
    finesse.vanish();
    expect(await fails()).toMatch(/cannot be reached/);
    finesse.states.clear();
    finesse.states.set('7', 'READY');
    finesse.comeBack();
    await frees('7');
  });

  it('says that a team is not there, and that the user is refused, without its password', async () => {
    make({ pollMs: 100 });
    watch('36');
    expect(await fails()).toBe('Finesse has no Team 36: choose another one.');
    const refused = make({ password: 'wrong-one' }).queues(signal);
    await expect(refused).rejects.toThrow(/refuses the user 1001/);
    await expect(refused).rejects.not.toThrow(/wrong-one/);
  });

  it.each(['watch', 'instance'])('reports nothing once the %s has ended', async (what) => {
    make({ pollMs: 100 });
    watch();
    await frees('1234');
    if (what === 'watch') watching.abort();
    else await target.close();
    finesse.states.set('1235', 'READY');
    await target.queues(signal);
    expect(reports).toEqual([]);
  });

  it('rejects when the caller gives up', async () => {
    const given = AbortSignal.abort(new Error('Nobody waits.'));
    await expect(make().queues(given)).rejects.toThrow('Nobody waits.');
  });

  it.each([
    ['http://finesse.example.com:8445', 'plain HTTP'],
    ['finesse.example.com', 'no scheme'],
  ])('refuses the address %s (%s)', (baseUrl) => {
    expect(definitionOf(plugin)?.definition.config.safeParse({ ...finesse.config, baseUrl }).success).toBe(
      false,
    );
  });
});

describe('its XML', () => {
  it.each(['', 'text', '<a><b></a></b>', '<a>', '</a>', '<a></a></b>'])('takes %j for none', (text) => {
    expect(parseXml(text)).toBeUndefined();
  });

  it('reads text, character references and CDATA', () => {
    expect(parseXml('<a x="1">&lt;b&#62;<![CDATA[<&amp;]]></a>')?.text).toBe('<b><&amp;');
  });
});
