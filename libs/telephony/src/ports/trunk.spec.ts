import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { LeasablePort } from './leasable-port.js';
import { Trunk } from './trunk.js';
import { TrunkPool } from './trunk-pool.js';

/** How often any port was asked for anything. */
let asked = 0;

/** A port whose registration the test decides. */
class FakePort implements LeasablePort {
  private readonly is = { registered: true, busy: false, sipCode: undefined as number | undefined };
  constructor(
    private readonly user: string,
    private readonly trunk: Trunk,
  ) {}
  get name(): string {
    asked++;
    return this.user;
  }
  get registered(): boolean {
    asked++;
    return this.is.registered;
  }
  get busy(): boolean {
    asked++;
    return this.is.busy;
  }
  get sipCode(): number | undefined {
    asked++;
    return this.is.sipCode;
  }
  get state() {
    asked++;
    return { name: this.user, registration: 'registered', since: new Date(0), busy: this.is.busy } as const;
  }
  lease(): void {
    this.change({ busy: true });
  }
  dial(): never {
    throw new Error('no call is placed here');
  }
  release(): void {
    this.change({ busy: false });
  }
  change(state: { busy?: boolean; registered?: boolean; sipCode?: number | undefined }): void {
    Object.assign(this.is, state);
    this.trunk.changed(this);
  }
}

function trunkOf(
  clock: ManualClock,
  { name = 'pbx', ports = 2, callsPerSecond = 100, onAvailable = () => {} } = {},
) {
  const trunk = new Trunk({ name, callsPerSecond }, clock, onAvailable);
  const all = Array.from({ length: ports }, (_, n) => new FakePort(`${name}-${n}`, trunk));
  for (const port of all) {
    trunk.add(port);
    port.change({});
  }
  return { trunk, ports: all };
}

const at = (clock: ManualClock, ms: number) => new Date(clock.now().getTime() + ms);

describe('a trunk', () => {
  let clock: ManualClock;
  beforeEach(() => {
    clock = new ManualClock('2026-11-23T08:00:00Z');
  });

  it('that asked for patience gives no port until it is over, says so, and tells when it is', async () => {
    let available = 0;
    const { trunk } = trunkOf(clock, { onAvailable: () => available++ });
    available = 0;
    trunk.holdBack(5000);
    trunk.holdBack(2000);
    const until = at(clock, 5000);
    expect(trunk.hindrance).toEqual({ kind: 'trunk-held-back', until });
    expect(trunk.state).toMatchObject({ heldBackUntil: until });
    expect(trunk.acquire()).toBeUndefined();
    await clock.advance(4999);
    expect([available, trunk.acquire()]).toEqual([0, undefined]);
    await clock.advance(1);
    expect(available).toBe(1);
    expect([trunk.hindrance, trunk.state.heldBackUntil]).toEqual([undefined, undefined]);
    expect(trunk.acquire()).toBeDefined();
  });

  it('is held back for an hour at most, whatever it asks for', () => {
    const { trunk } = trunkOf(clock);
    trunk.holdBack(9_999_999_000);
    expect(trunk.hindrance).toEqual({ kind: 'trunk-held-back', until: at(clock, 3_600_000) });
  });

  it('lets no INVITE leave whose port was taken before it was held back', async () => {
    const { trunk } = trunkOf(clock);
    const port = trunk.acquire();
    trunk.holdBack(5000);
    expect(await port?.turn()).toBe(false);
  });

  it('lets no INVITE leave on a port that lost its registration since it was taken', async () => {
    const { trunk, ports } = trunkOf(clock);
    const port = trunk.acquire();
    ports[0]?.change({ registered: false });
    expect(await port?.turn()).toBe(false);
  });

  it('that is closed gives no port, and says that it has none', () => {
    const { trunk } = trunkOf(clock);
    trunk.close();
    expect(trunk.hindrance).toEqual({ kind: 'no-port-registered', ports: 2, refused: [] });
    expect(trunk.acquire()).toBeUndefined();
  });

  it('gives the port that is idle for longest, and none without a registration', () => {
    const { trunk, ports } = trunkOf(clock, { ports: 3 });
    ports[1]?.change({ registered: false });
    const first = trunk.acquire();
    first?.release();
    expect([first?.name, trunk.acquire()?.name, trunk.acquire()?.name, trunk.acquire()]).toEqual([
      'pbx-0',
      'pbx-2',
      'pbx-0',
      undefined,
    ]);
    expect(trunk.hindrance).toEqual({ kind: 'all-ports-busy', ports: 3 });
    expect(trunk.state).toEqual({
      ...{ name: 'pbx', ports: 3, registered: 2, busy: 2, idle: 0, servers: [] },
      callsPerSecond: { used: 2, limit: 100 },
    });
  });
});

describe('several trunks', () => {
  it('take turns, and one that cannot take calls leaves them to the others', () => {
    const clock = new ManualClock('2026-11-23T08:00:00Z');
    const [a, b] = ['a', 'b'].map((name) => trunkOf(clock, { name }).trunk) as [Trunk, Trunk];
    const pool = new TrunkPool([a, b]);
    expect([pool.acquire()?.name, pool.acquire()?.name]).toEqual(['a-0', 'b-0']);
    a.holdBack(1000);
    expect(pool.hindrances).toEqual([]);
    expect([pool.acquire()?.name, pool.acquire()]).toEqual(['b-1', undefined]);
    expect(pool.hindrances).toEqual([
      { kind: 'trunk-held-back', until: at(clock, 1000), trunk: 'a' },
      { kind: 'all-ports-busy', ports: 2, trunk: 'b' },
    ]);
  });
});

describe('three thousand ports', () => {
  const PORTS = 3000;
  /** What a change of one port may ask of ports, whatever their number. */
  const A_FEW = 10;
  const clock = new ManualClock('2026-11-23T08:00:00Z');

  it.each([1, 3])(
    'on %i trunks cost a decision, a lease and a release as much as one port does',
    (trunks) => {
      const all = Array.from({ length: trunks }, (_, n) =>
        trunkOf(clock, { name: `pbx${n}`, ports: PORTS / trunks, callsPerSecond: 2 * PORTS }),
      );
      const pool = new TrunkPool(all.map(({ trunk }) => trunk));
      asked = 0;
      const leased = Array.from({ length: PORTS }, () => {
        expect(pool.hindrances).toEqual([]);
        return pool.acquire();
      });
      expect(asked).toBeLessThanOrEqual(A_FEW * PORTS);
      expect(pool.idle).toBe(0);
      asked = 0;
      for (const port of leased) port?.release();
      expect(asked).toBeLessThanOrEqual(A_FEW * PORTS);
      expect(pool.idle).toBe(PORTS);
    },
  );

  it('are not looked at by a decision, by health and by whoever watches, also where all of them are refused', () => {
    const { trunk, ports } = trunkOf(clock, { ports: PORTS });
    const pool = new TrunkPool([trunk]);
    asked = 0;
    ports.forEach((port, n) => port.change({ registered: false, sipCode: n % 10 === 0 ? 404 : 403 }));
    expect(asked).toBeLessThanOrEqual(A_FEW * PORTS);
    asked = 0;
    expect(pool.hindrances).toEqual([
      {
        kind: 'no-port-registered',
        ports: PORTS,
        refused: [
          { sipCode: 403, ports: 2700, port: 'pbx-1' },
          { sipCode: 404, ports: 300, port: 'pbx-0' },
        ],
      },
    ]);
    expect(pool.trunks()).toMatchObject([{ ports: PORTS, registered: 0, busy: 0 }]);
    expect([pool.idle, pool.acquire()]).toEqual([0, undefined]);
    expect(asked).toBeLessThanOrEqual(A_FEW);
  });

  it('that are refused with as many codes tell of three of them, and of none once they are registered', () => {
    const { trunk, ports } = trunkOf(clock, { ports: PORTS });
    ports.forEach((port, n) => port.change({ registered: false, sipCode: 400 + (n % 300) }));
    expect(trunk.hindrance).toMatchObject({ refused: { length: 3 } });
    for (const port of ports) port.change({ sipCode: undefined });
    expect(trunk.hindrance).toMatchObject({ kind: 'no-port-registered', refused: [] });
  });
});
