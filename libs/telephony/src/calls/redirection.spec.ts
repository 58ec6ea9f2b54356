import { WireCall } from '../../../../test/peers/support/wire-call.js';
import { pcmuAnswer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';

let world: WireCall;

afterEach(() => world.close());

async function redirected(maxRedirections: number, ...contacts: readonly string[]) {
  world = await WireCall.open({ calls: { maxRedirections } });
  const { call, invite } = await world.dialled();
  refuse(invite, '302 Moved Temporarily', ...contacts);
  return { call, invite };
}

function refuse(invite: WireMessage, status: string, ...contacts: readonly string[]): void {
  const contact = contacts[0] ?? '<sip:wire@127.0.0.1>';
  world.peer.reply(invite, status, { contact, headers: contacts.slice(1).map((next) => `Contact: ${next}`) });
}

const uriOf = (invite: WireMessage) => invite.text.split(' ')[1];

describe('a 3xx', () => {
  it('is a failed call where redirections are not followed', async () => {
    const { call } = await redirected(0, '<sip:4930123456@gw0.test>');
    expect(await call.result).toMatchObject({ failure: { kind: 'response', sipCode: 302 } });
    await world.peer.next('ACK');
  });

  it('is followed to the address it prefers, in the same call', async () => {
    const { call, invite } = await redirected(
      3,
      '<sip:4930123456@gw0.test>;q=0.5',
      '<sip:+4930123456@gw1.test>;q=0.9',
    );
    const again = await world.peer.next('INVITE', '2 INVITE');
    expect(uriOf(again)).toBe('sip:+4930123456@gw1.test');
    for (const name of ['call-id', 'from', 'to']) expect(again.header(name)).toBe(invite.header(name));
    refuse(again, '486 Busy Here');
    const last = await world.peer.next('INVITE', '3 INVITE');
    expect(uriOf(last)).toBe('sip:4930123456@gw0.test');
    world.peer.reply(last, '200 OK', { body: pcmuAnswer(4000) });
    expect(await call.result).toMatchObject({ answered: true });
    expect((await world.peer.next('ACK', '3 ACK')).text).toMatch(/^ACK sip:wire@/);
  });

  it('is not followed to another number, which nobody has cleared, nor to another scheme', async () => {
    const { call } = await redirected(
      3,
      '<sip:4930999@pbx.test>',
      '<tel:+4930123456>',
      '<sips:4930123456@gw0.test>',
    );
    expect(await call.result).toMatchObject({ failure: { sipCode: 302 } });
  });

  it('does not lead round in circles', async () => {
    const { call } = await redirected(3, '<sip:4930123456@gw0.test>');
    const again = await world.peer.next('INVITE', '2 INVITE');
    refuse(again, '302 Moved Temporarily', '<sip:4930123456@pbx.test>', '<sip:4930123456@gw0.test>');
    expect(await call.result).toMatchObject({ failure: { sipCode: 302 } });
  });

  it('is followed so many times and no more', async () => {
    const { call } = await redirected(2, '<sip:4930123456@gw0.test>');
    for (const [cseq, user] of [
      [2, 201],
      [3, 202],
    ])
      refuse(
        await world.peer.next('INVITE', `${cseq} INVITE`),
        '302 Moved Temporarily',
        `<sip:4930123456@gw${user}.test>`,
      );
    expect(await call.result).toMatchObject({ failure: { sipCode: 302 } });
  });

  it('is not followed once the call was given up', async () => {
    world = await WireCall.open({ calls: { maxRedirections: 3 } });
    const { call, invite } = await world.dialled();
    call.cancel();
    refuse(invite, '302 Moved Temporarily', '<sip:4930123456@gw0.test>');
    expect(await call.result).toMatchObject({ answered: false });
    await world.peer.next('ACK');
    expect(world.peer.log.some((message) => message.header('cseq') === '2 INVITE')).toBe(false);
  });
});
