import { ManualClock } from '@marcador/platform/manual-clock.js';
import { WireCall } from '../../../../test/peers/support/wire-call.js';
import { pcmuAnswer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';

const SESSION = 1800;
const ALLOWS_UPDATE = 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE';

let clock: ManualClock;
let world: WireCall;

beforeEach(() => {
  clock = new ManualClock('2026-11-23T08:00:00Z');
});

afterEach(() => world.close());

const open = async (seconds?: number) => {
  world = await WireCall.open(
    seconds === undefined ? {} : { calls: { sessionIntervalSeconds: seconds } },
    clock,
  );
  return world.peer;
};

/** The next request of a method, which falls due after so many seconds. */
async function due(method: string, seconds: number): Promise<WireMessage> {
  const request = world.peer.next(method);
  await clock.advance(seconds * 1000);
  return request;
}

describe('a session timer', () => {
  it('is asked for in the INVITE, with the shortest interval we accept', async () => {
    await open(SESSION);
    const { invite } = await world.dialled();
    expect(invite.header('session-expires')).toBe('1800');
    expect(invite.header('min-se')).toBe('90');
    expect(invite.header('supported')).toContain('timer');
    expect(invite.header('allow')).toContain('UPDATE');
  });

  it('is not asked for, nor understood, where it is off', async () => {
    const peer = await open();
    const { invite } = await world.answered();
    expect(invite.header('session-expires')).toBeUndefined();
    expect(invite.header('supported')).not.toContain('timer');
    peer.sendInDialog(invite, 'UPDATE', 1, { headers: ['Require: timer', 'Session-Expires: 600'] });
    expect((await peer.next('420')).header('unsupported')).toBe('timer');
  });

  it('that is too short for somebody on the way (422) is asked for again with what that one accepts', async () => {
    const peer = await open(SESSION);
    const { call, invite } = await world.dialled();
    peer.reply(invite, '422 Session Interval Too Small', { headers: ['Min-SE: 3600'] });
    await peer.next('ACK');
    const again = await peer.next('INVITE');
    expect(again.header('session-expires')).toBe('3600');
    expect(again.header('min-se')).toBe('3600');
    expect(again.header('cseq')).toBe('2 INVITE');
    expect(again.header('call-id')).toBe(invite.header('call-id'));
    expect(again.headers('session-expires')).toHaveLength(1);
    peer.reply(again, '422 Session Interval Too Small', { headers: ['Min-SE: 3600'] });
    expect(await call.result).toMatchObject({ failure: { sipCode: 422 } });
  });

  it('is not asked for longer and longer without end', async () => {
    const peer = await open(SESSION);
    const { call, invite } = await world.dialled();
    let last = invite;
    for (let least = SESSION + 1; least <= SESSION + 5; least++) {
      peer.reply(last, '422 Session Interval Too Small', { headers: [`Min-SE: ${least}`] });
      last = await peer.next('INVITE');
    }
    peer.reply(last, '422 Session Interval Too Small', { headers: ['Min-SE: 99999'] });
    expect(await call.result).toMatchObject({ failure: { sipCode: 422 } });
  });

  it('whose refresher we are is refreshed by UPDATE half-way, again and again', async () => {
    const peer = await open(SESSION);
    await world.answered({ headers: ['Session-Expires: 1000;refresher=uac', ALLOWS_UPDATE] });
    for (const cseq of ['2 UPDATE', '3 UPDATE']) {
      const update = await due('UPDATE', 500);
      expect(update.header('cseq')).toBe(cseq);
      expect(update.header('session-expires')).toBe('1000;refresher=uac');
      expect(update.body).toBe('');
      peer.reply(update, '200 OK', { headers: ['Session-Expires: 1000;refresher=uac'] });
      await refreshed();
    }
  });

  it('is refreshed by re-INVITE with the same media where the peer takes no UPDATE', async () => {
    const peer = await open(SESSION);
    const { invite } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uac'] });
    const again = await due('INVITE', 500);
    expect(again.header('to')).toContain('tag=wire');
    expect(again.body.split('\r\n')[5]).toBe(invite.body.split('\r\n')[5]);
    peer.reply(again, '200 OK', {
      body: pcmuAnswer(4000),
      headers: ['Session-Expires: 1000;refresher=uac'],
    });
    expect((await peer.next('ACK')).header('cseq')).toBe('2 ACK');
  });

  it.each([
    ['', 'a=sendrecv'],
    ['after a hold of the peer', 'a=recvonly'],
  ])(
    'is refreshed by re-INVITE with our last description as it was %s (RFC 4028 §7.4)',
    async (_, direction) => {
      const peer = await open(SESSION);
      const { invite } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uac'] });
      let last = invite.body;
      if (direction !== 'a=sendrecv') {
        const body = pcmuAnswer(4000, 'a=sendonly').replaceAll('101', '96');
        peer.sendInDialog(invite, 'INVITE', 1, { body, headers: ['Session-Expires: 1000;refresher=uas'] });
        last = (await peer.next('200', '1 INVITE')).body;
        peer.sendInDialog(invite, 'ACK', 1);
        peer.sendInDialog(invite, 'OPTIONS', 2);
        await peer.next('200', '2 OPTIONS');
      }
      const again = await due('INVITE', 500);
      expect(again.body).toContain(direction);
      expect(again.body).toBe(last);
      peer.reply(again, '200 OK', { body: pcmuAnswer(4000) });
      await peer.next('ACK', '2 ACK');
    },
  );

  it('is refreshed by re-INVITE when the UPDATE is refused with 405', async () => {
    const peer = await open(SESSION);
    await world.answered({ headers: ['Session-Expires: 1000;refresher=uac', ALLOWS_UPDATE] });
    peer.reply(await due('UPDATE', 500), '405 Method Not Allowed');
    expect((await peer.next('INVITE')).header('session-expires')).toBe('1000;refresher=uac');
  });

  it('whose refresh is too short for somebody on the way is refreshed with what that one accepts', async () => {
    const peer = await open(SESSION);
    await world.answered({ headers: ['Session-Expires: 1000;refresher=uac', ALLOWS_UPDATE] });
    peer.reply(await due('UPDATE', 500), '422 Session Interval Too Small', { headers: ['Min-SE: 2000'] });
    const again = await peer.next('UPDATE');
    expect(again.header('session-expires')).toBe('2000;refresher=uac');
    expect(again.header('cseq')).toBe('3 UPDATE');
  });

  it('is refreshed again 2.1 to 4 s after the refresh met another INVITE (491)', async () => {
    const peer = await open(SESSION);
    await world.answered({ headers: ['Session-Expires: 1000;refresher=uac'] });
    const timers = clock.timers;
    peer.reply(await due('INVITE', 500), '491 Request Pending');
    await peer.next('ACK');
    // The back-off is armed in place of the refresh.
    await until(() => clock.timers >= timers);
    await clock.advance(2099);
    expect(peer.log.filter(({ start }) => start === 'INVITE')).toHaveLength(2);
    expect((await due('INVITE', 2)).header('cseq')).toBe('3 INVITE');
  });

  it.each(['481 Call/Transaction Does Not Exist', '408 Request Timeout'])(
    'ends the call when its refresh is answered with %s',
    async (status) => {
      const peer = await open(SESSION);
      const { call } = await world.answered({
        headers: ['Session-Expires: 1000;refresher=uac', ALLOWS_UPDATE],
      });
      peer.reply(await due('UPDATE', 500), status);
      expect((await peer.next('BYE')).header('reason')).toMatch(/^Q\.850;cause=102/);
      expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 102 });
    },
  );

  it('ends the call when the peer that should refresh has vanished, 32 s before the interval is over', async () => {
    const peer = await open(SESSION);
    const { call } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uas'] });
    await clock.advance(967_000);
    expect(peer.log.some(({ start }) => start === 'BYE' || start === 'UPDATE')).toBe(false);
    const bye = await due('BYE', 2);
    expect(bye.header('reason')).toBe('Q.850;cause=102;text="Session timer expired"');
    expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 102 });
  });

  it('begins anew with each refresh of the peer, whom our 2xx leaves the refresher', async () => {
    const peer = await open(SESSION);
    const { invite } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uas'] });
    await clock.advance(900_000);
    peer.sendInDialog(invite, 'UPDATE', 1, {
      headers: ['Supported: timer', 'Session-Expires: 1000;refresher=uac'],
    });
    const ok = await peer.next('200');
    expect(ok.header('session-expires')).toBe('1000;refresher=uac');
    expect(ok.header('require')).toBe('timer');
    await clock.advance(900_000);
    expect(peer.log.some(({ start }) => start === 'BYE')).toBe(false);
    await due('BYE', 100);
  });

  it('goes over to us where the peer that refreshes knows no session timers', async () => {
    const peer = await open(SESSION);
    const { invite } = await world.answered({
      headers: ['Session-Expires: 1000;refresher=uas', ALLOWS_UPDATE],
    });
    peer.sendInDialog(invite, 'INVITE', 1, { body: pcmuAnswer(4000) });
    const ok = await peer.next('200');
    expect(ok.header('session-expires')).toMatch(/;refresher=uas$/);
    expect(ok.header('require')).toBeUndefined();
    peer.sendInDialog(invite, 'ACK', 1);
    await due('UPDATE', 500);
  });

  it.each(['INVITE', 'UPDATE'])('is not begun anew by an %s that is refused (488)', async (method) => {
    const peer = await open(SESSION);
    const { invite, call } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uas'] });
    let hasEnded = false;
    void call.ended.then(() => (hasEnded = true));
    await clock.advance(900_000);
    peer.always('BYE', (bye) => peer.reply(bye, '200 OK'));
    peer.sendInDialog(invite, method, 1, {
      headers: ['Supported: timer', 'Session-Expires: 2000;refresher=uac'],
      body: pcmuAnswer(4000).replace('RTP/AVP', 'RTP/SAVP'),
    });
    expect((await peer.next('488')).header('session-expires')).toBeUndefined();
    await clock.advance(67_999);
    expect(hasEnded).toBe(false);
    await clock.advance(1);
    expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 102 });
  });

  it('of the peer below 90 s is refused with 422', async () => {
    const peer = await open(SESSION);
    const { invite } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uas'] });
    peer.sendInDialog(invite, 'UPDATE', 1, { headers: ['Supported: timer', 'Session-Expires: 30'] });
    expect((await peer.next('422')).header('min-se')).toBe('90');
  });

  it('is over with the call', async () => {
    const peer = await open(SESSION);
    const timers = clock.timers;
    const { invite, call } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uac'] });
    peer.sendInDialog(invite, 'BYE', 1);
    await call.ended;
    expect(clock.timers).toBeLessThanOrEqual(timers);
  });
});

/** Resolves when the 2xx of a refresh has set the next one: one retransmission less, the timers of the interval anew. */
async function refreshed(): Promise<void> {
  const { peer } = world;
  const fence = peer.next('405');
  // Responses are taken in the order they came: what was sent before this request has been seen when it is answered.
  peer.send(
    [
      'PUBLISH sip:4711@127.0.0.1 SIP/2.0',
      `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bKfence;rport`,
      'From: <sip:a@pbx.test>;tag=a',
      'To: <sip:4711@pbx.test>',
      'Call-ID: fence',
      'CSeq: 1 PUBLISH',
      '',
      '',
    ].join('\r\n'),
    world.telephony.address.port,
  );
  await fence;
}

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => (condition() ? resolve() : setImmediate(check));
    check();
  });
}
