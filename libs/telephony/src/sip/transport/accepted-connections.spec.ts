import { AcceptedConnections } from './accepted-connections.js';

const PLATFORM = '192.0.2.1';

let accepted: AcceptedConnections;

beforeEach(() => {
  accepted = new AcceptedConnections((address) => address === PLATFORM);
});

/** Connects, if there is room. */
function connect(host: string) {
  if (!accepted.makeRoom(host)) return undefined;
  const connection = {
    remote: { host, port: 5060 },
    isClosed: false,
    close: () => {
      connection.isClosed = true;
      accepted.remove(connection);
    },
  };
  accepted.add(connection);
  return connection;
}

/** Strangers from so many addresses. */
const strangers = (count: number) => Array.from({ length: count }, (_, n) => connect(`stranger ${n}`));

describe('the connections that peers opened', () => {
  it('of one address are a hundred at most: the one heard least recently gives way', () => {
    const platform = connect(PLATFORM);
    const [first, second, ...others] = Array.from({ length: 100 }, () => connect('203.0.113.7'));
    if (first !== undefined) accepted.heard(first);
    connect('203.0.113.7');
    const closed = [first, second, ...others].map((each) => each?.isClosed);
    expect(closed).toEqual([false, true, ...others.map(() => false)]);
    expect([platform?.isClosed, accepted.size]).toEqual([false, 101]);
  });

  it('of strangers give way to one another and to a platform, which never does to them', () => {
    const platform = connect(PLATFORM);
    const [first, second] = strangers(1_500);
    expect([platform?.isClosed, first?.isClosed, second?.isClosed]).toEqual([false, true, true]);
    const another = connect(PLATFORM);
    strangers(1_500);
    expect([platform?.isClosed, another?.isClosed, accepted.size]).toEqual([false, false, 1_000]);
  });

  it('of platforms alone leave no room for a stranger, but for a platform', () => {
    accepted = new AcceptedConnections((address) => !address.startsWith('stranger'));
    const platforms = Array.from({ length: 1_000 }, (_, n) => connect(`platform ${n}`));
    expect(connect('stranger')).toBeUndefined();
    expect(connect('platform')).toBeDefined();
    expect([platforms[0]?.isClosed, platforms[1]?.isClosed, accepted.size]).toEqual([true, false, 1_000]);
  });
});
