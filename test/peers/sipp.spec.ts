import type { Telephony } from '@marcador/telephony/telephony.js';
import type { TrunkOptions } from '@marcador/telephony/telephony-options.js';
import { cleanup } from './support/cleanup.js';
import { answered, dial, registrationIs, startDialer, toneHeard } from './support/dialer.js';
import { describeWith } from './support/program.js';
import { Sipp } from './support/sipp.js';

const using = cleanup();
let sipp: Sipp;
let telephony: Telephony;

/** sipp plays a scenario, and the port is about to register with it. */
async function given(scenario: string, change: Partial<TrunkOptions> = {}): Promise<void> {
  sipp = using(await Sipp.start(scenario, { transport: change.transport === 'tcp' ? 'tcp' : 'udp' }));
  telephony = using(await startDialer(sipp.port, change));
  await sipp.during(registrationIs(telephony, 'registered'));
}

/** Every test ends so: sipp saw what its scenario says, to the end of the registration. */
async function sippIsContent(): Promise<void> {
  await telephony.close();
  await sipp.succeeded();
}

describeWith({ sipp: 'sip-tester' }, 'sipp as called party', () => {
  it('answers and plays a tone, which is heard frame by frame until we hang up', async () => {
    await given('answer-with-audio');
    const call = await answered(telephony);
    await toneHeard(call, 50);
    await call.hangUp();
    expect(await call.ended).toMatchObject({ by: 'us' });
    await sippIsContent();
  });

  it.each([
    ['busy-486', { sipCode: 486, phrase: 'Busy Here', q850Cause: 17, location: 'user' }],
    ['decline-603', { sipCode: 603, phrase: 'Decline' }],
    ['unavailable-480', { sipCode: 480, phrase: 'Temporarily Unavailable' }],
    ['overloaded-503', { sipCode: 503, phrase: 'Service Unavailable' }],
  ])('refuses as %s, which is the failure', async (scenario, failure) => {
    await given(scenario);
    expect(await dial(telephony)).toEqual({ answered: false, failure: { kind: 'response', ...failure } });
    await sippIsContent();
  });

  it('rings for ever: the call is cancelled', async () => {
    await given('no-answer');
    expect(await dial(telephony, 300)).toEqual({ answered: false, failure: { kind: 'ring-timeout' } });
    await sippIsContent();
  });

  it('hangs up, with its cause', async () => {
    await given('peer-hangs-up');
    const call = await answered(telephony);
    expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 16 });
    await sippIsContent();
  });

  it('does not get the first INVITE: the second is answered', async () => {
    await given('lose-first-invite');
    const call = await answered(telephony);
    await call.hangUp();
    await sippIsContent();
  });

  it('does not get the first BYE: the second ends the call', async () => {
    await given('lose-first-bye');
    const call = await answered(telephony);
    await call.hangUp();
    await sippIsContent();
  });

  it('does not get the first REFER: the second is accepted, once', async () => {
    await given('lose-first-refer');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toMatchObject({ transferred: true });
    expect(await call.ended).toMatchObject({ by: 'us' });
    await sippIsContent();
  });

  it('accepts the REFER and notifies its success: our BYE follows', async () => {
    await given('accept-refer');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toMatchObject({ transferred: true });
    expect(await call.ended).toMatchObject({ by: 'us' });
    await sippIsContent();
  });

  it('accepts the REFER, whose target is busy: the call still stands', async () => {
    await given('accept-refer-target-busy');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toEqual({
      transferred: false,
      failure: { reason: 'failed', sipCode: 486 },
    });
    await call.hangUp();
    await sippIsContent();
  });

  it('refuses the REFER: the call still stands', async () => {
    await given('refuse-refer');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toEqual({
      transferred: false,
      failure: { reason: 'refused', sipCode: 603 },
    });
    await call.hangUp();
    await sippIsContent();
  });

  it('hangs up instead of answering the REFER: nobody was handed over', async () => {
    await given('hang-up-instead-of-refer-answer');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toEqual({ transferred: false, failure: { reason: 'caller-hung-up' } });
    expect(await call.ended).toMatchObject({ by: 'peer' });
    await sippIsContent();
  });

  it('hangs up after it accepted the REFER, as stacks do that hand over without a NOTIFY', async () => {
    await given('hang-up-after-refer-accepted');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toMatchObject({ transferred: true });
    expect(await call.ended).toMatchObject({ by: 'peer' });
    await sippIsContent();
  });

  it('sends its responses twice: one call, and the ACK twice', async () => {
    await given('doubled-responses');
    const call = await answered(telephony);
    expect(await call.ended).toMatchObject({ by: 'peer' });
    await sippIsContent();
  });

  it('sends its BYE twice: both are answered', async () => {
    await given('doubled-bye');
    const call = await answered(telephony);
    expect(await call.ended).toMatchObject({ by: 'peer' });
    await sippIsContent();
  });

  it('is late with its 180, which comes after the 200', async () => {
    await given('ringing-after-answer');
    const call = await answered(telephony);
    expect(await call.ended).toMatchObject({ by: 'peer' });
    await sippIsContent();
  });

  it('rings reliably: it gets its PRACK', async () => {
    await given('reliable-ringing');
    const call = await answered(telephony);
    await call.hangUp();
    await sippIsContent();
  });

  it('answers while we give up: ACK, BYE, and nobody was reached', async () => {
    await given('answer-after-cancel');
    expect(await dial(telephony, 300)).toEqual({ answered: false, failure: { kind: 'ring-timeout' } });
    await sippIsContent();
  });

  it('answers at two places: the first has the call, the second gets ACK and BYE', async () => {
    await given('forked-answer');
    const call = await answered(telephony);
    expect(await call.ended).toMatchObject({ by: 'peer' });
    await sippIsContent();
  });

  it('challenges REFER and BYE: each request has the next CSeq', async () => {
    await given('challenge-refer-and-bye');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toMatchObject({ transferred: true });
    await call.hangUp();
    await sippIsContent();
  });

  it('accepts the REFER and notifies nothing: the transfer has failed when its time is over', async () => {
    await given('no-notify', { transfer: { successOn: 'answered', timeoutMs: 300 } });
    const call = await answered(telephony);
    expect(await call.transfer('700')).toEqual({ transferred: false, failure: { reason: 'timeout' } });
    await call.hangUp('transfer-failed');
    await sippIsContent();
  });

  it('notifies when our BYE is on its way: nobody knows of the call any more', async () => {
    await given('late-notify', { transfer: { successOn: 'answered', timeoutMs: 300 } });
    const call = await answered(telephony);
    expect(await call.transfer('700')).toEqual({ transferred: false, failure: { reason: 'timeout' } });
    await call.hangUp();
    await sippIsContent();
  });

  it('notifies before it answers the REFER: our BYE waits for both', async () => {
    await given('notify-before-refer-answer');
    const call = await answered(telephony);
    expect(await call.transfer('700')).toMatchObject({ transferred: true });
    expect(await call.ended).toMatchObject({ by: 'us' });
    await sippIsContent();
  });

  it('accepts the REFER without a subscription: that is the success', async () => {
    await given('accept-refer-without-subscription', {
      transfer: { successOn: 'answered', timeoutMs: 300, subscription: false },
    });
    const call = await answered(telephony);
    expect(await call.transfer('700')).toMatchObject({ transferred: true });
    expect(await call.ended).toMatchObject({ by: 'us' });
    await sippIsContent();
  });

  it.each(['peer-holds', 'peer-updates', 'reordered-requests'])(
    'changes the session as %s, then hangs up',
    async (scenario) => {
      await given(scenario);
      const call = await answered(telephony);
      expect(await call.ended).toMatchObject({ by: 'peer' });
      await sippIsContent();
    },
  );

  it('does not refresh the session as agreed: the call ends', async () => {
    await given('session-expires', { calls: { sessionIntervalSeconds: 90 } });
    const call = await answered(telephony);
    expect(await call.ended).toMatchObject({ by: 'peer', q850Cause: 102 });
    await sippIsContent();
  });

  it('gets the session refreshed by UPDATE half-way', async () => {
    await given('session-refreshed-by-update', { calls: { sessionIntervalSeconds: 90 } });
    const call = await answered(telephony);
    expect(await call.ended).toMatchObject({ by: 'peer' });
    await sippIsContent();
  });

  it('finds the session interval too small: it is asked for again with a longer one', async () => {
    await given('session-interval-too-small', { calls: { sessionIntervalSeconds: 90 } });
    const call = await answered(telephony);
    await call.hangUp();
    await sippIsContent();
  });
});

/** What the main scenarios come to, whatever carries them. */
const OVER_TCP: readonly (readonly [
  scenario: string,
  change: Partial<TrunkOptions>,
  act: () => Promise<void>,
])[] = [
  [
    'answer-with-audio',
    {},
    async () => {
      const call = await answered(telephony);
      await toneHeard(call, 50);
      await call.hangUp();
    },
  ],
  ['busy-486', {}, () => refused({ kind: 'response', sipCode: 486 })],
  ['no-answer', {}, () => refused({ kind: 'ring-timeout' }, 300)],
  ['answer-after-cancel', {}, () => refused({ kind: 'ring-timeout' }, 300)],
  ['peer-hangs-up', {}, hangsUp],
  ['forked-answer', {}, hangsUp],
  ['peer-holds', {}, hangsUp],
  ['peer-updates', {}, hangsUp],
  ['session-expires', { calls: { sessionIntervalSeconds: 90 } }, hangsUp],
  ['session-refreshed-by-update', { calls: { sessionIntervalSeconds: 90 } }, hangsUp],
  [
    'reliable-ringing',
    {},
    async () => {
      await (await answered(telephony)).hangUp();
    },
  ],
  ['accept-refer', {}, () => transferred(true)],
  ['challenge-refer-and-bye', {}, () => transferred(true)],
  ['notify-before-refer-answer', {}, () => transferred(true)],
  ['late-notify', { transfer: { successOn: 'answered', timeoutMs: 300 } }, () => transferred(false)],
];

async function refused(failure: object, ringTimeoutMs?: number): Promise<void> {
  expect(await dial(telephony, ringTimeoutMs)).toMatchObject({ answered: false, failure });
}

async function hangsUp(): Promise<void> {
  const call = await answered(telephony);
  expect(await call.ended).toMatchObject({ by: 'peer' });
}

async function transferred(expected: boolean): Promise<void> {
  const call = await answered(telephony);
  expect((await call.transfer('700')).transferred).toBe(expected);
  await call.hangUp();
}

describeWith({ sipp: 'sip-tester' }, 'sipp as called party over TCP', () => {
  it.each(OVER_TCP)('plays %s', async (scenario, change, act) => {
    await given(scenario, { transport: 'tcp', ...change });
    await act();
    await sippIsContent();
  });
});
