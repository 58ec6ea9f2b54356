import { createSocket } from 'node:dgram';
import { jest } from '@jest/globals';
import { systemClock } from '@marcador/platform/clock.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { WireCall } from '../../../../test/peers/support/wire-call.js';
import { pcmuAnswer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';
import { inThread } from '../../../../test/support/in-thread-media.js';
import type { AnsweredCall } from '../dialer-port.js';
import type { MediaWorkersOptions } from '../media/media-workers.js';
import type { Media, MediaStream } from '../media/media.js';

let world: WireCall;

afterEach(() => world.close());

async function answered(): Promise<{ call: AnsweredCall; invite: WireMessage }> {
  world = await WireCall.open();
  return world.answered();
}

/** The 200 to a re-INVITE with this description, acknowledged. */
async function reInvited(invite: WireMessage, cseq: number, body: string): Promise<WireMessage> {
  world.peer.sendInDialog(invite, 'INVITE', cseq, { body });
  const ok = await world.peer.next('200', `${cseq} INVITE`);
  world.peer.sendInDialog(invite, 'ACK', cseq);
  return ok;
}

describe('a re-INVITE of the peer', () => {
  it.each([
    ['a=sendonly', 'a=recvonly'],
    ['a=inactive', 'a=inactive'],
  ])('holds the call with %s, which is answered with %s, and takes it back', async (hold, held) => {
    const { invite } = await answered();
    expect((await reInvited(invite, 1, pcmuAnswer(4000, hold))).body).toContain(held);
    expect((await reInvited(invite, 2, pcmuAnswer(4000))).body).toContain('a=sendrecv');
  });

  it('changes the codec', async () => {
    const { invite } = await answered();
    const ok = await reInvited(
      invite,
      1,
      pcmuAnswer(4000).replaceAll('0 101', '8 101').replace('0 PCMU', '8 PCMA'),
    );
    expect(ok.body).toMatch(/m=audio \d+ RTP\/AVP 8 101/);
    expect(ok.header('contact')).toContain('sip:2001@');
    expect(ok.header('allow')).toContain('UPDATE');
  });

  it('moves our audio to another address', async () => {
    const { invite } = await answered();
    const audio = createSocket('udp4');
    await new Promise<void>((resolve) => audio.bind(0, '127.0.0.1', resolve));
    const arrived = new Promise((resolve) => audio.once('message', resolve));
    await reInvited(invite, 1, pcmuAnswer(audio.address().port));
    await arrived;
    audio.close();
  });

  it('without an offer is answered with ours, to which its ACK is the answer', async () => {
    const { call, invite } = await answered();
    world.peer.sendInDialog(invite, 'INVITE', 1);
    expect((await world.peer.next('200')).body).toMatch(/m=audio \d+ RTP\/AVP 8 0 13 101/);
    world.peer.sendInDialog(invite, 'ACK', 1, { body: pcmuAnswer(4000) });
    await reInvited(invite, 2, pcmuAnswer(4000));
    void call.hangUp();
    await world.peer.next('BYE');
  });

  it('with nothing in common is refused with 488, and the call stands as it was', async () => {
    const { invite } = await answered();
    world.peer.sendInDialog(invite, 'INVITE', 1, { body: pcmuAnswer(4000).replace(/AVP.*/, 'AVP 18') });
    await world.peer.next('488');
    world.peer.sendInDialog(invite, 'ACK', 1);
    await reInvited(invite, 2, pcmuAnswer(4000));
  });

  it('with a body that is no session description is refused with 415', async () => {
    const { invite } = await answered();
    world.peer.sendInDialog(invite, 'INVITE', 1, { body: 'hello', headers: ['Content-Type: text/plain'] });
    expect((await world.peer.next('415')).header('accept')).toBe('application/sdp');
  });

  it('is refused with 500 while another one is not acknowledged', async () => {
    const { invite } = await answered();
    world.peer.sendInDialog(invite, 'INVITE', 1, { body: pcmuAnswer(4000) });
    await world.peer.next('200');
    world.peer.sendInDialog(invite, 'INVITE', 2, { body: pcmuAnswer(4000) });
    expect(Number((await world.peer.next('500')).header('retry-after'))).toBeGreaterThan(0);
  });

  it('gets its 200 again until it is acknowledged, and the call ends where it never is', async () => {
    const { call, invite } = await answered();
    world.peer.sendInDialog(invite, 'INVITE', 1, { body: pcmuAnswer(4000) });
    await world.peer.next('200');
    await world.peer.next('200');
    expect((await world.peer.next('BYE')).header('reason')).toBe('Q.850;cause=102;text="No ACK"');
    expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 102 });
  });
});

describe('a re-INVITE of the peer that is not answered yet', () => {
  /** The stream of a call is lost at once, and no other one ever opens. */
  const withoutAnotherStream = async (options: MediaWorkersOptions): Promise<Media> => {
    const media = await inThread(options);
    const first = await media.open();
    const streams: MediaStream[] = [
      {
        port: first.port,
        lost: true,
        agree: (agreement) => first.agree(agreement),
        press: (keys) => first.press(keys),
        analyse: (task) => first.analyse(task),
        leaveMessage: () => Promise.resolve({ kind: 'media-lost', message: 'gone' }),
        close: () => first.close(),
      },
    ];
    const open = () => {
      const stream = streams.pop();
      return stream === undefined ? new Promise<MediaStream>(() => undefined) : Promise.resolve(stream);
    };
    return { address: media.address, open, states: () => [], close: () => media.close() };
  };

  it('is refused with 487 when the call ends (RFC 3261 §15.1.2)', async () => {
    world = await WireCall.open({}, systemClock, withoutAnotherStream);
    const { invite } = await world.answered();
    world.peer.sendInDialog(invite, 'INVITE', 1, { body: pcmuAnswer(4000) });
    world.peer.sendInDialog(invite, 'BYE', 2);
    await world.peer.next('487', '1 INVITE');
    await world.peer.next('200', '2 BYE');
  });
});

describe('two re-INVITEs of the peer in a row', () => {
  afterEach(() => jest.useRealTimers());

  it('are answered no more when the call has ended, though the second was never acknowledged', async () => {
    const { invite } = await answered();
    // sip.js repeats responses by timers of its own.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] });
    await reInvited(invite, 1, pcmuAnswer(4000));
    world.peer.sendInDialog(invite, 'INVITE', 2, { body: pcmuAnswer(4000) });
    await world.peer.next('200', '2 INVITE');
    world.peer.sendInDialog(invite, 'BYE', 3);
    await world.peer.next('200', '3 BYE');
    const heard = world.peer.log.length;
    jest.advanceTimersByTime(60_000);
    // What comes back last has overtaken nothing.
    world.peer.sendInDialog(invite, 'OPTIONS', 4);
    await world.peer.next('481', '4 OPTIONS');
    expect(
      world.peer.log.slice(heard).map((message) => `${message.start} to ${message.header('cseq')}`),
    ).toEqual(['481 to 4 OPTIONS']);
  });
});

describe('glare', () => {
  const open = async () => {
    const clock = new ManualClock('2026-11-23T08:00:00Z');
    world = await WireCall.open({ calls: { sessionIntervalSeconds: 1800 } }, clock);
    const { invite, call } = await world.answered({ headers: ['Session-Expires: 1000;refresher=uac'] });
    const ours = world.peer.next('INVITE');
    await clock.advance(500_000);
    return { call, invite, ours: await ours };
  };

  it.each(['INVITE', 'UPDATE'])('with a re-INVITE of ours is 491 for an %s with an offer', async (method) => {
    const { invite } = await open();
    world.peer.sendInDialog(invite, method, 1, { body: pcmuAnswer(4000) });
    await world.peer.next('491');
  });

  it('does not hinder an UPDATE without an offer', async () => {
    const { invite } = await open();
    world.peer.sendInDialog(invite, 'UPDATE', 1);
    await world.peer.next('200');
  });

  it('with the peer’s BYE leaves a re-INVITE of ours acknowledged, and no BYE of ours', async () => {
    const { call, invite, ours } = await open();
    world.peer.sendInDialog(invite, 'BYE', 1);
    await world.peer.next('200');
    expect(await call.ended).toMatchObject({ by: 'peer' });
    world.peer.reply(ours, '200 OK', { body: pcmuAnswer(4000) });
    expect((await world.peer.next('ACK')).header('cseq')).toBe('2 ACK');
    expect(world.peer.log.some(({ start }) => start === 'BYE')).toBe(false);
  });
});

describe('an UPDATE of the peer', () => {
  it('without an offer refreshes its contact, where all further requests go', async () => {
    const { call, invite } = await answered();
    world.peer.sendInDialog(invite, 'UPDATE', 1, { contact: '<sip:moved@127.0.0.1>' });
    const ok = await world.peer.next('200');
    expect(ok.body).toBe('');
    expect(ok.header('contact')).toContain('sip:2001@');
    void call.hangUp();
    expect((await world.peer.next('BYE')).text).toMatch(/^BYE sip:moved@127\.0\.0\.1 /);
  });

  it('with an offer is answered like a re-INVITE', async () => {
    const { invite } = await answered();
    world.peer.sendInDialog(invite, 'UPDATE', 1, { body: pcmuAnswer(4000, 'a=sendonly') });
    expect((await world.peer.next('200')).body).toContain('a=recvonly');
    world.peer.sendInDialog(invite, 'UPDATE', 2, { body: pcmuAnswer(4000).replace(/AVP.*/, 'AVP 18') });
    await world.peer.next('488');
    await reInvited(invite, 3, pcmuAnswer(4000));
  });

  it('that comes twice is answered twice and done once', async () => {
    const { invite } = await answered();
    for (const _ of [1, 2]) {
      world.peer.sendInDialog(invite, 'UPDATE', 1, { body: pcmuAnswer(4000) });
      await world.peer.next('200');
    }
  });
});

describe('inside a call', () => {
  it.each([
    ['INFO', [], '', '200'],
    ['INFO', ['Content-Type: application/dtmf-relay'], 'Signal=5\r\n', '200'],
    ['INFO', ['Content-Type: text/plain'], 'hello', '415'],
    ['INFO', ['Info-Package: foo'], '', '469'],
    ['MESSAGE', ['Content-Type: text/plain'], 'hello', '405'],
    ['SUBSCRIBE', ['Event: presence'], '', '405'],
    ['PUBLISH', [], '', '405'],
    ['PRACK', ['RAck: 1 1 INVITE'], '', '481'],
    ['NOTIFY', ['Event: presence', 'Subscription-State: active'], '', '489'],
    ['OPTIONS', [], '', '200'],
    ['OPTIONS', ['Require: foo, 100rel'], '', '420'],
  ])('%s %j is answered as its RFC asks', async (method, headers, body, code) => {
    const { invite } = await answered();
    world.peer.sendInDialog(invite, method, 1, { headers, body });
    const response = await world.peer.next(code, `1 ${method}`);
    expect(response.header('call-id')).toBe(invite.header('call-id'));
    if (code === '420') expect(response.header('unsupported')).toBe('foo');
    if (code === '405') expect(response.header('allow')).toContain('UPDATE');
    if (code === '415') expect(response.header('accept')).toContain('application/dtmf-relay');
  });

  it('a request out of order is answered with 500', async () => {
    const { invite } = await answered();
    world.peer.sendInDialog(invite, 'UPDATE', 5);
    await world.peer.next('200');
    world.peer.sendInDialog(invite, 'UPDATE', 4);
    await world.peer.next('500');
  });
});
