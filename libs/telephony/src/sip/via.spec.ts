import {
  branchOf,
  responseTarget,
  uriAddress,
  uriUser,
  viaTransport,
  withSource,
  withTransport,
} from './via.js';

const SOURCE = { host: '10.0.0.9', port: 40_000 };

describe('the Via of a request that came in', () => {
  it('gets rport and received when asked for rport (RFC 3581 §4)', () => {
    expect(withSource('SIP/2.0/UDP 10.0.0.9:5060;rport;branch=z9hG4bK1', SOURCE)).toBe(
      'SIP/2.0/UDP 10.0.0.9:5060;rport=40000;branch=z9hG4bK1;received=10.0.0.9',
    );
  });

  it('says nothing of its source itself: the response would go where it wants', () => {
    expect(withSource('SIP/2.0/UDP a.test;received=192.0.2.66;rport=666;branch=z9hG4bK1', SOURCE)).toBe(
      'SIP/2.0/UDP a.test;rport=40000;branch=z9hG4bK1;received=10.0.0.9',
    );
  });

  it('gets received when it names another host than it came from (RFC 3261 §18.2.1)', () => {
    expect(withSource('SIP/2.0/UDP pbx.test;branch=z9hG4bK1', SOURCE)).toMatch(/;received=10\.0\.0\.9$/);
    expect(withSource('SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1', SOURCE)).not.toMatch(/received/);
  });

  it('is told apart from those behind it in the same field', () => {
    const both = 'SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1, SIP/2.0/UDP b.test;branch=z9hG4bK2';
    expect(withSource(both, SOURCE)).toBe(
      'SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\nVia: SIP/2.0/UDP b.test;branch=z9hG4bK2',
    );
    expect(branchOf(both)).toBe('z9hG4bK1');
  });
});

describe('the transport in a Via', () => {
  it('is read, and replaced when another one is taken', () => {
    const via = 'SIP / 2.0 / UDP 10.0.0.9:5060;branch=z9hG4bK/UDP';
    expect(viaTransport(via)).toBe('udp');
    expect(withTransport(via, 'tcp')).toBe('SIP / 2.0 / TCP 10.0.0.9:5060;branch=z9hG4bK/UDP');
  });
});

describe('a response goes', () => {
  it.each([
    ['SIP/2.0/UDP a.test;branch=1', { host: 'a.test', port: 5060 }],
    ['SIP/2.0/UDP a.test:5070;branch=1', { host: 'a.test', port: 5070 }],
    ['SIP/2.0/UDP a.test:5070;received=1.2.3.4;branch=1', { host: '1.2.3.4', port: 5070 }],
    ['SIP/2.0/UDP a.test:5070;rport=4000;received=1.2.3.4', { host: '1.2.3.4', port: 4000 }],
    ['SIP / 2.0 / UDP [::1]:5070 ; branch = 1', { host: '::1', port: 5070 }],
  ])('for %s to its target', (via, target) => {
    expect(responseTarget(via)).toEqual(target);
  });
});

describe('a URI', () => {
  it.each([
    ['sip:700@pbx.test', { host: 'pbx.test' }],
    ['<sips:700@pbx.test>', { host: 'pbx.test', transport: 'tls' }],
    ['<sip:pbx.test;transport=TCP;lr>', { host: 'pbx.test', transport: 'tcp' }],
    ['<sip:pbx.test:5070;lr>', { host: 'pbx.test', port: 5070 }],
    ['"A <b>" <sip:1:pw@[::1]:5070;transport=udp>', { host: '::1', port: 5070, transport: 'udp' }],
    ['tel:123', undefined],
  ])('%s points to its host', (uri, target) => {
    expect(uriAddress(uri)).toEqual(target);
  });

  it.each([
    ['sip:2001@pbx.test', '2001'],
    ['sip:2001:pw@pbx.test', '2001'],
    ['sip:pbx.test', undefined],
  ])('%s has its user', (uri, user) => {
    expect(uriUser(uri)).toBe(user);
  });
});
