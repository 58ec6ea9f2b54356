import { WireCall } from '../../../../test/peers/support/wire-call.js';
import type { WireMessage } from '../../../../test/peers/support/wire-peer.js';
import type { TrunkOptions } from '../telephony-options.js';

let world: WireCall;

afterEach(() => world.close());

async function referred(transfer: Partial<TrunkOptions['transfer']> = {}) {
  world = await WireCall.open({ transfer: { successOn: 'answered', timeoutMs: 5000, ...transfer } });
  const { call, invite } = await world.answered();
  const result = call.transfer('700');
  return { call, invite, result, refer: await world.peer.next('REFER') };
}

function notify(invite: WireMessage, cseq: number, status: string, event = 'refer'): void {
  world.peer.sendInDialog(invite, 'NOTIFY', cseq, {
    headers: [
      `Event: ${event}`,
      'Subscription-State: terminated;reason=noresource',
      'Content-Type: message/sipfrag',
    ],
    body: `SIP/2.0 ${status}\r\n`,
  });
}

const byes = () => world.peer.log.filter(({ start }) => start === 'BYE');

describe('a NOTIFY', () => {
  it('that overtakes the 2xx of its REFER is the result, and our BYE leaves after both', async () => {
    const { invite, result, refer } = await referred();
    notify(invite, 1, '200 OK');
    await world.peer.next('200', '1 NOTIFY');
    expect(await result).toMatchObject({ transferred: true });
    expect(byes()).toHaveLength(0);
    world.peer.reply(refer, '202 Accepted');
    expect((await world.peer.next('BYE')).header('reason')).toBe('Q.850;cause=16;text="Transferred"');
  });

  it('that overtakes the 2xx of its REFER may be the failure, too', async () => {
    const { invite, result, refer } = await referred();
    notify(invite, 1, '486 Busy Here');
    expect(await result).toEqual({ transferred: false, failure: { reason: 'failed', sipCode: 486 } });
    world.peer.reply(refer, '202 Accepted');
  });

  it('about an earlier REFER does not decide on a later one', async () => {
    const { call, invite, result, refer } = await referred();
    world.peer.reply(refer, '202 Accepted');
    notify(invite, 1, '486 Busy Here', 'refer;id=2');
    expect(await result).toMatchObject({ failure: { sipCode: 486 } });
    const second = call.transfer('701');
    world.peer.reply(await world.peer.next('REFER', '3 REFER'), '202 Accepted');
    notify(invite, 2, '486 Busy Here', 'refer;id=2');
    await world.peer.next('200', '2 NOTIFY');
    notify(invite, 3, '200 OK', 'refer;id=3');
    expect(await second).toMatchObject({ transferred: true });
  });

  it('that comes after its time is answered while the call stands', async () => {
    const { invite, result, refer } = await referred({ timeoutMs: 50 });
    world.peer.reply(refer, '202 Accepted');
    expect(await result).toEqual({ transferred: false, failure: { reason: 'timeout' } });
    notify(invite, 1, '200 OK');
    await world.peer.next('200', '1 NOTIFY');
  });
});

describe('a transfer without a subscription', () => {
  it('has succeeded with a 2xx that says so, and the peer may end the call', async () => {
    const { call, invite, result, refer } = await referred();
    expect(refer.header('refer-sub')).toBeUndefined();
    world.peer.reply(refer, '200 OK', { headers: ['Refer-Sub: false', 'Supported: norefersub'] });
    expect(await result).toMatchObject({ transferred: true });
    expect(byes()).toHaveLength(0);
    world.peer.sendInDialog(invite, 'BYE', 1);
    expect(await call.ended).toMatchObject({ by: 'peer' });
  });

  it('is ended by us when the peer does not', async () => {
    const { result, refer } = await referred({ timeoutMs: 50 });
    world.peer.reply(refer, '202 Accepted', { headers: ['Refer-Sub: false'] });
    expect(await result).toMatchObject({ transferred: true });
    await world.peer.next('BYE');
  });

  it('is asked for where that is set; a peer that notifies all the same is listened to', async () => {
    const { invite, result, refer } = await referred({ subscription: false });
    expect(refer.header('refer-sub')).toBe('false');
    world.peer.reply(refer, '202 Accepted');
    notify(invite, 1, '486 Busy Here');
    expect(await result).toMatchObject({ failure: { reason: 'failed', sipCode: 486 } });
  });
});
