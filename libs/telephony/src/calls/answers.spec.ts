import { createSocket, type Socket } from 'node:dgram';
import { WireCall } from '../../../../test/peers/support/wire-call.js';
import { pcmuAnswer, type WireMessage } from '../../../../test/peers/support/wire-peer.js';

let world: WireCall;
let audio: Socket;

beforeEach(async () => {
  audio = createSocket('udp4');
  await new Promise<void>((resolve) => audio.bind(0, '127.0.0.1', resolve));
  world = await WireCall.open();
});

afterEach(async () => {
  audio.close();
  await world.close();
});

const RELIABLE = (rseq: number) => ({ headers: ['Require: 100rel', `RSeq: ${rseq}`] });
/** Resolves when audio comes to the socket of the test. */
const heard = () => new Promise((resolve) => audio.once('message', resolve));
const here = () => pcmuAnswer(audio.address().port);

/** An answered call ends by us, in the dialog with this To tag. */
async function endsIn(toTag: string): Promise<WireMessage> {
  world.port.release();
  const bye = await world.peer.next('BYE');
  expect(bye.header('to')).toContain(`tag=${toTag}`);
  world.peer.reply(bye, '200 OK');
  return bye;
}

describe('a provisional response', () => {
  it('that is sent reliably is acknowledged with PRACK, once', async () => {
    const { peer } = world;
    const { invite } = await world.dialled();
    expect(invite.header('supported')).toContain('100rel');
    peer.reply(invite, '183 Session Progress', RELIABLE(7));
    peer.reply(invite, '183 Session Progress', RELIABLE(7));
    const prack = await peer.next('PRACK');
    expect(prack.header('rack')).toBe('7 1 INVITE');
    expect(prack.header('cseq')).toBe('2 PRACK');
    peer.reply(prack, '200 OK');
    peer.reply(invite, '180 Ringing', RELIABLE(8));
    const next = await peer.next('PRACK', '3 PRACK');
    expect(next.header('rack')).toBe('8 1 INVITE');
    peer.reply(next, '200 OK');
  });

  it('that is sent reliably out of order waits for the one before it', async () => {
    const { peer } = world;
    const { invite } = await world.dialled();
    for (const rseq of [7, 9, 8]) peer.reply(invite, '183 Session Progress', RELIABLE(rseq));
    expect((await peer.next('PRACK', '3 PRACK')).header('rack')).toBe('8 1 INVITE');
  });

  it('that is sent reliably may bring the answer, which the 200 need not repeat', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    peer.reply(invite, '183 Session Progress', { ...RELIABLE(1), body: here() });
    peer.reply(await peer.next('PRACK'), '200 OK');
    const audible = heard();
    peer.reply(invite, '200 OK');
    expect(await call.result).toMatchObject({ answered: true });
    await audible;
  });

  it('is a preview where it is not sent reliably: the answer of the 200 is what counts', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    peer.reply(invite, '183 Session Progress', { body: pcmuAnswer(4000) });
    const audible = heard();
    peer.reply(invite, '200 OK', { body: here() });
    expect(await call.result).toMatchObject({ answered: true });
    await audible;
  });

  it('whose preview the 200 does not repeat is the answer', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    peer.reply(invite, '183 Session Progress', { body: here() });
    const audible = heard();
    peer.reply(invite, '200 OK');
    expect(await call.result).toMatchObject({ answered: true });
    await audible;
  });

  it('without To tag and Contact is enough for a CANCEL', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled({ ringTimeoutMs: 300 });
    const names = ['via', 'from', 'to', 'call-id', 'cseq'];
    const lines = names.map((name) => `${name}: ${invite.header(name)}`);
    peer.send(`SIP/2.0 180 Ringing\n${lines.join('\n')}\n\n`, invite.source.port);
    peer.reply(await peer.next('CANCEL'), '200 OK');
    peer.reply(invite, '487 Request Terminated');
    expect(await call.result).toMatchObject({ failure: { kind: 'ring-timeout' } });
  });
});

describe('an UPDATE before the answer', () => {
  it('moves the media that a reliable response agreed on, and the call goes on from there', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    peer.reply(invite, '183 Session Progress', { ...RELIABLE(1), body: pcmuAnswer(4000) });
    peer.reply(await peer.next('PRACK'), '200 OK');
    const audible = heard();
    peer.sendInDialog(invite, 'UPDATE', 1, { body: here() });
    const ok = await peer.next('200', '1 UPDATE');
    expect(ok.body).toMatch(/m=audio/);
    expect(ok.header('contact')).toContain('sip:2001@');
    peer.reply(invite, '200 OK');
    expect(await call.result).toMatchObject({ answered: true });
    await audible;
  });

  describe('at one of the places that ring', () => {
    const moved = () => pcmuAnswer(audio.address().port).replace('o=- 1 1', 'o=- 1 2');

    /** Two places that ring, both with an answer, and both have moved their media. */
    async function bothMove() {
      const { peer } = world;
      const { call, invite } = await world.dialled();
      for (const [toTag, cseq] of [
        ['one', '2 PRACK'],
        ['other', '2 PRACK'],
      ] as const) {
        peer.reply(invite, '183 Session Progress', { ...RELIABLE(1), toTag, body: pcmuAnswer(4000) });
        peer.reply(await peer.next('PRACK', cseq), '200 OK');
      }
      const versions: (string | undefined)[] = [];
      for (const [cseq, toTag, body] of [
        [1, 'one', pcmuAnswer(4002)],
        [2, 'other', moved()],
      ] as const) {
        peer.sendInDialog(invite, 'UPDATE', cseq, { toTag, body });
        versions.push(versionOf(await peer.next('200', `${cseq} UPDATE`)));
      }
      return { call, invite, versions };
    }
    const versionOf = ({ body }: WireMessage) => /^o=\S+ \d+ (\d+)/m.exec(body)?.[1];

    it('is answered for that place alone, whichever answers the call', async () => {
      const { call, invite, versions } = await bothMove();
      // Each goes on from the one offer.
      expect(versions).toEqual(['1', '1']);
      const audible = heard();
      world.peer.reply(invite, '200 OK', { toTag: 'other' });
      expect(await call.result).toMatchObject({ answered: true });
      await audible;
      await endsIn('other');
    });

    it('leaves the call to a place that has moved nothing', async () => {
      const { call, invite } = await bothMove();
      const audible = heard();
      world.peer.reply(invite, '200 OK', { toTag: 'third', body: here() });
      expect(await call.result).toMatchObject({ answered: true });
      await audible;
      await endsIn('third');
    });

    it('does not touch the call that another place has answered', async () => {
      const { call, invite } = await bothMove();
      world.peer.reply(invite, '200 OK', { toTag: 'other' });
      expect(await call.result).toMatchObject({ answered: true });
      world.peer.sendInDialog(invite, 'UPDATE', 3, { toTag: 'one', body: pcmuAnswer(0, 'a=inactive') });
      await world.peer.next('488', '3 UPDATE');
      world.peer.sendInDialog(invite, 'UPDATE', 4, { toTag: 'one', body: pcmuAnswer(4004) });
      await world.peer.next('200', '4 UPDATE');
      await heard();
      await endsIn('other');
    });
  });

  it('without an offer is accepted, with one out of place refused', async () => {
    const { peer } = world;
    const { invite } = await world.dialled();
    peer.reply(invite, '180 Ringing');
    peer.sendInDialog(invite, 'UPDATE', 1);
    await peer.next('200', '1 UPDATE');
    peer.sendInDialog(invite, 'UPDATE', 2, { body: here() });
    await peer.next('491', '2 UPDATE');
  });
});

describe('an INVITE that forked', () => {
  it('is answered by the first 200; a second gets ACK and BYE', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    peer.reply(invite, '200 OK', { toTag: 'first', body: here() });
    peer.reply(invite, '200 OK', { toTag: 'second', body: pcmuAnswer(4000) });
    const acked = [await peer.next('ACK'), await peer.next('ACK')].map(
      (ack) => /tag=(\w+)/.exec(ack.header('to') ?? '')?.[1],
    );
    expect(acked).toEqual(['first', 'second']);
    const bye = await peer.next('BYE');
    expect(bye.header('to')).toContain('tag=second');
    expect(bye.header('reason')).toBe('SIP;cause=200;text="Call completed elsewhere"');
    peer.reply(bye, '200 OK');
    expect(await call.result).toMatchObject({ answered: true });
    await endsIn('first');
  });

  it('may ring at several places, and be answered at one that never rang', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    for (const toTag of ['a', 'b']) peer.reply(invite, '180 Ringing', { toTag });
    peer.reply(invite, '183 Session Progress', { toTag: 'c', body: pcmuAnswer(4000) });
    peer.reply(invite, '200 OK', { toTag: 'd', body: here() });
    expect(await call.result).toMatchObject({ answered: true });
    await endsIn('d');
  });

  it('ends at the address of the 200, not at that of its 180', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    peer.reply(invite, '180 Ringing', { contact: '<sip:early@127.0.0.1>' });
    peer.reply(invite, '200 OK', { body: here(), contact: '<sip:late@127.0.0.1>' });
    expect(await call.result).toMatchObject({ answered: true });
    expect((await endsIn('wire')).text).toMatch(/^BYE sip:late@/);
  });
});

describe('a 200', () => {
  it('with the session description among other parts is understood', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    const audible = heard();
    const parts = [
      '--sep\r\nContent-Type: application/ISUP;version=itu-t92+\r\n\r\nx',
      `--sep\r\nContent-Type: application/sdp\r\n\r\n${here()}`,
      '--sep--\r\n',
    ];
    peer.reply(invite, '200 OK', { body: parts.join('\r\n'), contentType: 'multipart/mixed;boundary="sep"' });
    expect(await call.result).toMatchObject({ answered: true });
    await audible;
  });

  it('whose content type has parameters is understood', async () => {
    const { call, invite } = await world.dialled();
    world.peer.reply(invite, '200 OK', { body: here(), contentType: 'application/sdp;charset=utf-8' });
    expect(await call.result).toMatchObject({ answered: true });
  });

  it('that comes again gets its ACK again', async () => {
    const { invite } = await world.answered();
    world.peer.reply(invite, '200 OK', { body: pcmuAnswer(4000) });
    await world.peer.again('ACK');
  });
});

describe('giving up', () => {
  it('before any response waits with the CANCEL for the first one', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    call.cancel();
    await peer.again('INVITE');
    expect(peer.log.some(({ start }) => start === 'CANCEL')).toBe(false);
    peer.reply(invite, '100 Trying');
    const cancel = await peer.next('CANCEL');
    expect(cancel.header('reason')).toMatch(/^Q\.850;cause=31/);
    peer.reply(cancel, '200 OK');
    peer.reply(invite, '487 Request Terminated');
    expect(await call.result).toEqual({ answered: false, failure: { kind: 'cancelled' } });
  });

  it('while a challenge comes does not call again with credentials', async () => {
    const { peer } = world;
    const { call, invite } = await world.dialled();
    call.cancel();
    peer.reply(invite, '407 Proxy Authentication Required', {
      headers: ['Proxy-Authenticate: Digest realm="pbx.test", nonce="abc", algorithm=MD5, qop="auth"'],
    });
    expect(await call.result).toEqual({ answered: false, failure: { kind: 'cancelled' } });
    await peer.next('ACK');
    expect(peer.log.some((message) => message.header('cseq') === '2 INVITE')).toBe(false);
  });

  it.each([
    ['180 Ringing', 'Q.850;cause=19;text="No answer"'],
    ['100 Trying', 'Q.850;cause=18;text="No user responding"'],
  ])('because of the ring time-out after %s says so: %s', async (status, reason) => {
    const { peer } = world;
    const { invite } = await world.dialled({ ringTimeoutMs: 300 });
    peer.reply(invite, status);
    const cancel = await peer.next('CANCEL');
    expect(cancel.header('reason')).toBe(reason);
    peer.reply(cancel, '200 OK');
    peer.reply(invite, '487 Request Terminated');
  });

  it('a call that is answered just then ends it with a BYE that says why; the port is busy until that is answered', async () => {
    const { peer, telephony } = world;
    const { call, invite } = await world.dialled({ ringTimeoutMs: 300 });
    peer.reply(invite, '180 Ringing');
    await peer.next('CANCEL');
    peer.reply(invite, '200 OK', { body: pcmuAnswer(4000) });
    const bye = await peer.next('BYE');
    expect(bye.header('reason')).toBe('Q.850;cause=19;text="No answer"');
    expect(await call.result).toEqual({ answered: false, failure: { kind: 'ring-timeout' } });
    world.port.release();
    expect(telephony.pool.idle).toBe(0);
    const idle = new Promise<void>((resolve) => telephony.pool.onAvailable(resolve));
    peer.reply(bye, '200 OK');
    await idle;
    expect(telephony.pool.idle).toBe(1);
  });
});

describe('a call of ours that ends', () => {
  it('says why in its BYE', async () => {
    const { call } = await world.answered();
    void call.hangUp('answering-machine');
    expect((await world.peer.next('BYE')).header('reason')).toBe('Q.850;cause=16;text="Answering machine"');
  });
});
