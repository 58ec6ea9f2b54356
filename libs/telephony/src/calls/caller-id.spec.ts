import { WireCall } from '../../../../test/peers/support/wire-call.js';
import type { CallerId } from './caller-id.js';

let world: WireCall;

afterEach(() => world.close());

async function invited(ofAll: CallerId | undefined, ofThisCall?: CallerId) {
  world = await WireCall.open(ofAll === undefined ? {} : { calls: { callerId: ofAll } });
  const { invite } = await world.dialled(ofThisCall === undefined ? {} : { callerId: ofThisCall });
  return {
    from: invite.header('from')?.replace(/;tag=.*/, ''),
    asserted: invite.header('p-asserted-identity'),
    privacy: invite.header('privacy'),
    contact: invite.header('contact'),
  };
}

describe('a call', () => {
  it('is from its port where nothing else is set', async () => {
    expect(await invited(undefined)).toMatchObject({
      from: '<sip:2001@pbx.test>',
      asserted: undefined,
      privacy: undefined,
    });
  });

  it('shows number and name, in From and to the network', async () => {
    const { from, asserted, contact } = await invited({
      number: '+493012345',
      name: 'Acme, "Sales" Ünit\r\n',
    });
    expect(from).toBe('"Acme, Sales Ünit" <sip:+493012345@pbx.test>');
    expect(asserted).toBe('"Acme, Sales Ünit" <sip:+493012345@pbx.test>');
    expect(contact).toContain('sip:2001@');
  });

  it('shows its own number rather than that of all calls', async () => {
    const { from } = await invited({ number: '1', name: 'All' }, { number: '2' });
    expect(from).toBe('"All" <sip:2@pbx.test>');
  });

  it('that is anonymous hides both from the called person and tells the network', async () => {
    expect(await invited({ number: '493012345', name: 'Acme', anonymous: true })).toMatchObject({
      from: '"Anonymous" <sip:anonymous@anonymous.invalid>',
      asserted: '"Acme" <sip:493012345@pbx.test>',
      privacy: 'id',
    });
  });
});
