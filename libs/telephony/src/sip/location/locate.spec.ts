import { ManualClock } from '@marcador/platform/manual-clock.js';
import { a, aaaa, DnsServer, naptr, srv } from '../../../../../test/support/dns-server.js';
import { hopKey, type SipTransport } from '../transport/hop.js';
import { CachedDns } from './cached-dns.js';
import { systemDns, type Family } from './dns.js';
import { locate, type ServerAddress } from './locate.js';

let server: DnsServer;

beforeEach(async () => {
  server = await DnsServer.start();
});

afterEach(() => server.stop());

async function located(
  address: ServerAddress,
  { family = 4, spoken = ['udp', 'tcp', 'tls'] }: { family?: Family; spoken?: SipTransport[] } = {},
): Promise<string[]> {
  const dns = systemDns([server.address]);
  return (await locate(address, { dns, family, spoken, seed: 'test' })).map(hopKey);
}

const CARRIER = [
  naptr('carrier.test', 20, 10, 'SIP+D2U', '_sip._udp.carrier.test'),
  naptr('carrier.test', 10, 20, 'SIP+D2T', 'tcp.carrier.test'),
  naptr('carrier.test', 10, 10, 'SIPS+D2T', 'tls.carrier.test'),
  naptr('carrier.test', 1, 1, 'SIP+D2S', 'sctp.carrier.test'),
  srv('_sip._udp.carrier.test', 'one.carrier.test', 5070),
  srv('tcp.carrier.test', 'one.carrier.test', 5071),
  srv('tls.carrier.test', 'one.carrier.test', 5072),
  a('one.carrier.test', '192.0.2.1'),
];

describe('the location of a server (RFC 3263 §4)', () => {
  it('asks no DNS for a numeric address', async () => {
    expect(await located({ host: '192.0.2.7' })).toEqual(['udp:192.0.2.7:5060']);
    expect(await located({ host: '192.0.2.7', port: 5080, transport: 'tls' })).toEqual([
      'tls:192.0.2.7:5080',
    ]);
    expect(await located({ host: '2001:db8::7', transport: 'tls' }, { family: 6 })).toEqual([
      'tls:[2001:db8::7]:5061',
    ]);
    expect(server.asked).toEqual([]);
  });

  it('takes a port that is given, without NAPTR and SRV', async () => {
    server.knows([...CARRIER, a('carrier.test', '192.0.2.9')]);
    expect(await located({ host: 'carrier.test', port: 5080, transport: 'tcp' })).toEqual([
      'tcp:192.0.2.9:5080',
    ]);
    expect(server.asked).toEqual(['A carrier.test']);
  });

  it('follows NAPTR in its order where no transport is asked for, and leaves out what we do not speak', async () => {
    server.knows(CARRIER);
    expect(await located({ host: 'carrier.test' })).toEqual([
      'tls:192.0.2.1:5072',
      'tcp:192.0.2.1:5071',
      'udp:192.0.2.1:5070',
    ]);
    expect(await located({ host: 'carrier.test' }, { spoken: ['udp', 'tcp'] })).toEqual([
      'tcp:192.0.2.1:5071',
      'udp:192.0.2.1:5070',
    ]);
  });

  it('takes of NAPTR only the transport that is asked for', async () => {
    server.knows(CARRIER);
    expect(await located({ host: 'carrier.test', transport: 'tcp' })).toEqual(['tcp:192.0.2.1:5071']);
  });

  it.each(['udp', 'tcp', 'tls'] as const)(
    'asks for the SRV records of %s by their usual name without NAPTR',
    async (transport) => {
      const name = { udp: '_sip._udp', tcp: '_sip._tcp', tls: '_sips._tcp' }[transport];
      server.knows([srv(`${name}.pbx.test`, 'node.pbx.test', 5090), a('node.pbx.test', '192.0.2.2')]);
      expect(await located({ host: 'pbx.test', transport })).toEqual([`${transport}:192.0.2.2:5090`]);
    },
  );

  it('takes the address of a name without any records of SIP, at the usual port', async () => {
    server.knows([a('pbx.test', '192.0.2.3'), aaaa('pbx.test', '2001:db8::3')]);
    expect(await located({ host: 'pbx.test' })).toEqual(['udp:192.0.2.3:5060']);
    expect(await located({ host: 'pbx.test', transport: 'tls' }, { family: 6 })).toEqual([
      'tls:[2001:db8::3]:5061',
    ]);
  });

  it('tries SRV records by priority, all addresses of each', async () => {
    server.knows([
      srv('_sip._udp.pbx.test', 'backup.pbx.test', 5060, 20),
      srv('_sip._udp.pbx.test', 'main.pbx.test', 5060, 10),
      a('backup.pbx.test', '192.0.2.30'),
      a('main.pbx.test', '192.0.2.10'),
      a('main.pbx.test', '192.0.2.11'),
    ]);
    const [first, second, last] = await located({ host: 'pbx.test', transport: 'udp' });
    expect([first, second].sort()).toEqual(['udp:192.0.2.10:5060', 'udp:192.0.2.11:5060']);
    expect(last).toBe('udp:192.0.2.30:5060');
  });

  it('gives the addresses of a name in the same order for a seed, however DNS turns them', async () => {
    const addresses = ['192.0.2.10', '192.0.2.11', '192.0.2.12'];
    const order = async (turned: readonly string[], seed: string) => {
      const dns = { naptr: () => none, srv: () => none, addresses: () => Promise.resolve(turned) };
      const hops = await locate({ host: 'pbx.test' }, { dns, family: 4, spoken: ['udp'], seed });
      return hops.map(({ host }) => host).join();
    };
    const none = Promise.resolve([]);
    const turns = addresses.map((_, n) => [...addresses.slice(n), ...addresses.slice(0, n)]);
    expect(new Set(await Promise.all(turns.map((turned) => order(turned, 'test')))).size).toBe(1);
    const seeds = Array.from({ length: 50 }, (_, seed) => order(addresses, String(seed)));
    expect(new Set((await Promise.all(seeds)).map((each) => each.split(',')[0])).size).toBe(3);
  });

  it('prefers services and SRV records as they are ranked, and nothing else', async () => {
    server.knows([
      naptr('pbx.test', 10, 10, 'SIP+D2U', '_sip._udp.pbx.test'),
      naptr('pbx.test', 20, 10, 'SIP+D2T', '_sip._tcp.pbx.test'),
      srv('_sip._tcp.pbx.test', 'main.pbx.test', 5060, 1),
      srv('_sip._udp.pbx.test', 'main.pbx.test', 5060, 1),
      srv('_sip._udp.pbx.test', 'twin.pbx.test', 5060, 1),
      srv('_sip._udp.pbx.test', 'backup.pbx.test', 5060, 2),
      a('main.pbx.test', '192.0.2.10'),
      a('main.pbx.test', '192.0.2.11'),
      a('twin.pbx.test', '192.0.2.20'),
      a('backup.pbx.test', '192.0.2.30'),
    ]);
    const dns = systemDns([server.address]);
    const hops = await locate({ host: 'pbx.test' }, { dns, family: 4, spoken: ['udp', 'tcp'], seed: 'test' });
    const preferences = hops.map(({ preference }) => preference);
    expect(preferences).toEqual([...preferences].sort((x, y) => x - y));
    const [main, , twin, backup, overTcp] = preferences;
    expect([main, main, main]).toEqual(preferences.slice(0, 3));
    expect(new Set([twin, backup, overTcp]).size).toBe(3);
  });

  it('goes on with the other targets when one of them has no address', async () => {
    server.knows([
      srv('_sip._udp.pbx.test', 'gone.pbx.test', 5060, 1),
      srv('_sip._udp.pbx.test', 'main.pbx.test', 5060, 2),
      a('main.pbx.test', '192.0.2.10'),
    ]);
    expect(await located({ host: 'pbx.test', transport: 'udp' })).toEqual(['udp:192.0.2.10:5060']);
  });

  it('says why a server cannot be found', async () => {
    await expect(located({ host: 'nobody.test' })).rejects.toThrow('nobody.test has no IPv4 address in DNS');
    await expect(located({ host: '2001:db8::1' })).rejects.toThrow(
      '2001:db8::1 is IPv6 and our address is IPv4',
    );
  });
});

describe('the memory of DNS', () => {
  it('keeps an answer for a minute, and longer while DNS does not answer', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    let broken = false;
    let asked = 0;
    const dns = new CachedDns(
      {
        naptr: () => Promise.resolve([]),
        srv: () => Promise.resolve([]),
        addresses: () => {
          asked++;
          return broken ? Promise.reject(new Error('ETIMEOUT')) : Promise.resolve([`192.0.2.${asked}`]);
        },
      },
      clock,
    );
    const ask = () => dns.addresses('pbx.test', 4);
    await ask();
    await clock.advance(59_000);
    expect([await ask(), asked]).toEqual([['192.0.2.1'], 1]);
    await clock.advance(2000);
    expect([await ask(), asked]).toEqual([['192.0.2.2'], 2]);
    broken = true;
    await clock.advance(61_000);
    expect([await ask(), await ask(), asked]).toEqual([['192.0.2.2'], ['192.0.2.2'], 3]);
    broken = false;
    await clock.advance(6000);
    expect([await ask(), asked]).toEqual([['192.0.2.4'], 4]);
  });
});
