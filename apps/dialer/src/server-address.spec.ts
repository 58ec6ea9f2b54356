import { serverAddress } from './server-address.js';

describe('a server in the configuration', () => {
  it.each([
    ['pbx.example.com', { host: 'pbx.example.com' }],
    ['pbx.example.com:5070', { host: 'pbx.example.com', port: 5070 }],
    ['my_pbx', { host: 'my_pbx' }],
    ['192.0.2.1:5060', { host: '192.0.2.1', port: 5060 }],
    ['2001:db8::1', { host: '2001:db8::1' }],
    ['[2001:db8::1]', { host: '2001:db8::1' }],
    ['[2001:db8::1]:5061', { host: '2001:db8::1', port: 5061 }],
  ])('is read from %s', (text, address) => {
    expect(serverAddress(text)).toEqual(address);
  });

  it.each(['', 'pbx:', 'pbx:0', 'pbx:65536', 'sip:pbx', 'pbx example', '[pbx]:5060', 'a..b', 'pbx;x'])(
    'is not read from "%s"',
    (text) => {
      expect(serverAddress(text)).toBeUndefined();
    },
  );
});
