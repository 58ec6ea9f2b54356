import { WireCall } from '../../../../test/peers/support/wire-call.js';
import { pcmuAnswer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';
import type { AnsweredCall, TransferResult } from '../dialer-port.js';

const PORTS = ['2001', '2002'].map((user) => ({ user, password: 'secret' }));

let world: WireCall;

afterEach(() => world.close());

async function open(ports = PORTS) {
  world = await WireCall.open({
    ports,
    transfer: { kind: 'attended', successOn: 'answered', timeoutMs: 5000 },
  });
  await until(() => world.telephony.pool.states().every(({ registration }) => registration === 'registered'));
  return world.answered();
}

/** A person is on the line, and the pilot is being called. */
async function consulting(): Promise<{
  call: AnsweredCall;
  invite: WireMessage;
  consultation: WireMessage;
  result: Promise<TransferResult>;
}> {
  const { call, invite } = await open();
  const result = call.transfer('700');
  for (;;) {
    const consultation = await world.peer.next('INVITE');
    if (consultation.header('call-id') !== invite.header('call-id'))
      return { call, invite, consultation, result };
  }
}

/** The REFER, once the pilot has answered. */
async function referred() {
  const begun = await consulting();
  world.peer.reply(begun.consultation, '200 OK', { body: pcmuAnswer(4002), toTag: 'pilot' });
  return { ...begun, refer: await world.peer.next('REFER') };
}

function notify(invite: WireMessage, status: string): void {
  world.peer.sendInDialog(invite, 'NOTIFY', 1, {
    headers: ['Event: refer', 'Subscription-State: terminated', 'Content-Type: message/sipfrag'],
    body: `SIP/2.0 ${status}\r\n`,
  });
}

const busy = () => world.telephony.pool.states().filter((state) => state.busy).length;

describe('an attended transfer', () => {
  it('calls the pilot from a second port, and refers the person to the place of that call', async () => {
    const { invite, consultation, result, refer } = await referred();
    expect(consultation.text).toMatch(/^INVITE sip:700@pbx\.test /);
    expect(consultation.header('from')).toContain('sip:2002@');
    expect(busy()).toBe(2);
    expect(refer.header('call-id')).toBe(invite.header('call-id'));
    const replaces = /\?Replaces=([^>]+)>/.exec(refer.header('refer-to') ?? '')?.[1] ?? '';
    const ourTag = /tag=(\w+)/.exec(consultation.header('from') ?? '')?.[1];
    expect(decodeURIComponent(replaces)).toBe(
      `${consultation.header('call-id')};to-tag=pilot;from-tag=${ourTag}`,
    );
    world.peer.reply(refer, '202 Accepted');
    notify(invite, '200 OK');
    // Whom the person replaced us with ends our call to it.
    world.peer.sendInDialog(consultation, 'BYE', 1, { toTag: 'pilot' });
    expect(await result).toMatchObject({ transferred: true });
    const bye = await world.peer.next('BYE');
    expect(bye.header('call-id')).toBe(invite.header('call-id'));
    world.peer.reply(bye, '200 OK');
    world.port.release();
    await until(() => busy() === 0);
  });

  it('that is refused ends the call to the pilot, and the person is still there', async () => {
    const { call, consultation, invite, result, refer } = await referred();
    world.peer.reply(refer, '603 Decline');
    expect(await result).toEqual({ transferred: false, failure: { reason: 'refused', sipCode: 603 } });
    const bye = await world.peer.next('BYE');
    expect(bye.header('call-id')).toBe(consultation.header('call-id'));
    world.peer.reply(bye, '200 OK');
    await until(() => busy() === 1);
    void call.hangUp();
    expect((await world.peer.next('BYE', '3 BYE')).header('call-id')).toBe(invite.header('call-id'));
  });

  it('fails when the pilot does not answer, with its code, and gives the port back', async () => {
    const { consultation, result } = await consulting();
    world.peer.reply(consultation, '486 Busy Here');
    expect(await result).toEqual({
      transferred: false,
      failure: { reason: 'consultation-failed', sipCode: 486 },
    });
    await until(() => busy() === 1);
  });

  it('fails when no second port is free: nobody else is called', async () => {
    const { call } = await open(PORTS.slice(0, 1));
    expect(await call.transfer('700')).toEqual({ transferred: false, failure: { reason: 'no-port' } });
  });

  it('calls the pilot no longer when the person hangs up meanwhile', async () => {
    const { invite, consultation, result } = await consulting();
    world.peer.reply(consultation, '180 Ringing');
    world.peer.sendInDialog(invite, 'BYE', 1);
    const cancel = await world.peer.next('CANCEL');
    expect(cancel.header('call-id')).toBe(consultation.header('call-id'));
    world.peer.reply(cancel, '200 OK');
    world.peer.reply(consultation, '487 Request Terminated');
    expect(await result).toEqual({ transferred: false, failure: { reason: 'caller-hung-up' } });
    world.port.release();
    await until(() => busy() === 0);
  });
});

/** Looks again after each turn of the event loop. */
function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => (condition() ? resolve() : setImmediate(check));
    check();
  });
}
