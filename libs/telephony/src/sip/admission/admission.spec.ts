import { ManualClock } from '@marcador/platform/manual-clock.js';
import { Admission, DEFAULT_ADMISSION, type AdmissionOptions } from './admission.js';
import { AddressRanges, isAddressRange } from './address-ranges.js';
import { SourceRates } from './source-rates.js';

const START = new Date('2026-01-01T00:00:00Z');

function admission(options: Partial<AdmissionOptions> = {}) {
  const clock = new ManualClock(START);
  const lines: object[] = [];
  const log = { debug: () => {}, info: () => {}, warn: (fields: object) => lines.push(fields) };
  return { clock, lines, admission: new Admission({ ...DEFAULT_ADMISSION, ...options }, clock, log) };
}

const from = (host: string) => ({ host, port: 5060 });

describe('a request is dealt with', () => {
  it('when it comes from a server of ours or a configured peer, and else dropped', () => {
    const { admission: gate } = admission({ peers: ['10.1.0.0/16', '2001:db8::1'] });
    gate.trust('192.0.2.1');
    const heard = ['192.0.2.1', '10.1.255.1', '2001:db8::1', '::ffff:10.1.2.3', '::ffff:192.0.2.1'];
    const dropped = ['192.0.2.2', '10.2.0.1', '2001:db8::2', 'no address'];
    expect(heard.map((host) => gate.admit(from(host)))).toEqual(heard.map(() => true));
    expect(dropped.map((host) => gate.admit(from(host)))).toEqual(dropped.map(() => false));
    expect(gate.refused.strangers).toBe(dropped.length);
  });

  it('from anyone when that is set', () => {
    expect(admission({ acceptFrom: 'anyone' }).admission.admit(from('203.0.113.7'))).toBe(true);
  });

  it('as long as its source keeps to its rate', async () => {
    const { admission: gate, clock } = admission({ acceptFrom: 'anyone', requestsPerSecond: 10 });
    const burst = (host: string) =>
      Array.from({ length: 15 }, () => gate.admit(from(host))).filter(Boolean).length;
    expect([burst('192.0.2.1'), burst('192.0.2.2')]).toEqual([10, 10]);
    await clock.advance(500);
    expect(burst('192.0.2.1')).toBe(5);
    expect(gate.refused.tooMany).toBe(20);
  });
});

it('what is dropped is told of at once, and then once a minute as long as there is more', async () => {
  const { admission: gate, clock, lines } = admission();
  for (let i = 0; i < 1000; i++) gate.admit(from('203.0.113.7'));
  expect(lines).toEqual([expect.objectContaining({ strangers: 1, lastSource: '203.0.113.7' })]);
  await clock.advance(60_000);
  expect(lines.slice(1)).toEqual([expect.objectContaining({ strangers: 999 })]);
  await clock.advance(60_000);
  gate.refuse('unreadable', '203.0.113.8');
  expect(lines.slice(2)).toEqual([expect.objectContaining({ strangers: 0, unreadable: 1 })]);
  await clock.advance(600_000);
  expect(lines).toHaveLength(3);
});

it('leaves no timer behind, whatever comes after the end', () => {
  const { admission: gate, clock } = admission();
  gate.admit(from('203.0.113.7'));
  gate.close();
  gate.admit(from('203.0.113.7'));
  expect(clock.timers).toBe(0);
});

it('the rates of any number of sources need no more memory', () => {
  const rates = new SourceRates(1, new ManualClock(START));
  for (let i = 0; i < 30_000; i++) rates.take(`source ${i}`);
  expect(rates.size).toBe(10_000);
  expect(rates.take('source 29999')).toBe(false);
});

it.each([
  ['192.0.2.1', true],
  ['10.0.0.0/8', true],
  ['2001:db8::/32', true],
  ['10.0.0.0/33', false],
  ['10.0.0/8', false],
  ['pbx.example.com', false],
  ['10.0.0.0/8/8', false],
  ['10.0.0.0/', false],
  ['fe80::1%eth0', false],
])('%s is an address or a network: %s', (text, expected) => {
  expect(isAddressRange(text)).toBe(expected);
  const make = () => new AddressRanges([text]);
  if (expected) expect(make().has(text.split('/')[0] ?? '')).toBe(true);
  else expect(make).toThrow(text);
});
