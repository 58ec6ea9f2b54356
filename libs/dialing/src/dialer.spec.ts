import {
  campaign,
  engineBetweenFakes,
  entry,
  MESSAGE,
  RETRY_AFTER_MS,
  settled,
  TODAY,
} from '../../../test/support/engine.js';
import type { FakeCall } from '../../../test/support/fake-telephone.js';
import { NO_AUDIO } from '../../../test/support/no-audio.js';
import type { AmdVerdict } from '@marcador/plugin-api';
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import type { AmdOutcome } from '@marcador/plugin-host/amd-gate.js';
import type { MediaFigures } from '@marcador/telephony/media/media-figures.js';

const HUMAN: AmdVerdict = {
  answeredBy: 'HUMAN',
  reason: 'silence-after-first-speech',
  confidence: 1,
  atMs: 900,
  measurements: {},
};

const DETECTOR = { module: 'file:///detector.js', type: 'amd', instanceId: 'm', config: {} };

const FIGURES: MediaFigures = {
  codec: 'PCMA',
  encrypted: false,
  packetsSent: 150,
  packetsReceived: 148,
  packetsLost: 2,
  jitterMs: 4.5,
  remotePacketsLost: 1,
  remoteJitterMs: 3,
  roundTripMs: 40,
};
const AUDIO = {
  audioCodec: 'PCMA',
  audioEncrypted: false,
  audioPacketsSent: 150,
  audioPacketsReceived: 148,
  audioPacketsLost: 2,
  audioJitterMs: 4.5,
  audioRemotePacketsLost: 1,
  audioRemoteJitterMs: 3,
  audioRoundTripMs: 40,
};

function oneCampaign(phones: string[], ports = 5) {
  const engine = engineBetweenFakes(ports);
  engine.claims.add('a', phones, engine.clock.now());
  return engine;
}

describe('pacing', () => {
  it('begins one call per free agent, at once', async () => {
    const { claims, dialer, target, pool } = oneCampaign(['1', '2', '3']);
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls).toHaveLength(0);
    target.setFree('ann', 'bob');
    await settled();
    expect(pool.calls.map((call) => call.number)).toEqual(['1', '2']);
    expect(claims.leads[0]?.claim).toMatchObject({ port: 'port0', diallingAt: expect.any(Date) as Date });
  });

  it('promises each free agent once over all campaigns that share the queue', async () => {
    const { claims, clock, dialer, target, pool } = oneCampaign(['1', '2']);
    claims.add('b', ['3', '4'], clock.now());
    target.setFree('ann', 'bob', 'cid');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    dialer.add(campaign('b'), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls).toHaveLength(3);
  });

  it('never has more calls than ports, and goes on when one is released', async () => {
    const { dialer, target, pool } = oneCampaign(['1', '2', '3'], 1);
    target.setFree('ann', 'bob', 'cid');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls).toHaveLength(1);
    pool.calls[0]?.fail({ kind: 'ring-timeout' });
    await settled();
    expect(pool.calls.map((call) => call.number)).toEqual(['1', '2']);
  });

  it('begins no call while the queue cannot be seen', async () => {
    const { dialer, target, pool } = oneCampaign(['1', '2']);
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    target.setFree('ann');
    target.observers.get('sales')?.unreachable({ reason: 'The server does not answer.' });
    await settled();
    expect(pool.calls).toHaveLength(0);
    target.setFree('ann');
    await settled();
    expect(pool.calls).toHaveLength(1);
  });

  it('shows whom the campaign calls for', async () => {
    const { dialer, target, pool } = oneCampaign(['1']);
    const callerId = { number: '+49301234', name: 'Acme' };
    dialer.add(campaign('a', { callerId }), [entry('00:00', '24:00')]);
    target.setFree('ann');
    await settled();
    expect(pool.calls[0]?.callerId).toEqual(callerId);
  });

  it('keeps the agent of a hand-over promised until somebody of the queue is seen taking the call', async () => {
    const { dialer, target, pool } = oneCampaign(['1', '2']);
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    pool.calls[0]?.answer();
    await settled();
    pool.calls[0]?.transferEnds({ transferred: true, at: new Date() });
    await settled();
    expect(pool.calls).toHaveLength(1);
    target.setBusy('ann');
    target.setFree('ann');
    await settled();
    expect(pool.calls).toHaveLength(2);
  });
});

describe('an answered call', () => {
  it('is handed over to the pilot number and ends the lead', async () => {
    const { claims, dialer, target, pool } = oneCampaign(['1']);
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    pool.calls[0]?.answer();
    await settled();
    expect(pool.calls[0]?.transferTo).toBe('700');
    pool.calls[0]?.transferEnds({ transferred: true, at: new Date() });
    await settled();
    expect(claims.leads[0]).toMatchObject({ status: 'SUCCESS', attempts: 1, next: undefined });
    expect(claims.settled[0]?.record).toMatchObject({
      result: 'SUCCESS',
      dncVerdict: 'CLEAR',
      port: 'port0',
    });
  });

  /** The call of a campaign with detection, answered. */
  async function analysed(more: Parameters<typeof campaign>[1] = {}) {
    const world = oneCampaign(['1']);
    const outcomes: AmdOutcome[] = [];
    world.outside.detection = listenWith(DETECTOR, 4000, (outcome) => outcomes.push(outcome));
    world.target.setFree('ann');
    world.dialer.add(campaign('a', { amdInstanceId: 'm', ...more }), [entry('00:00', '24:00')]);
    await settled();
    const call = world.pool.calls[0] as FakeCall;
    call.answer();
    await settled();
    return { ...world, call, outcomes };
  }

  it('is dropped when a machine answered, and tried again', async () => {
    const { claims, call } = await analysed();
    call.analysisEnds({
      kind: 'verdict',
      verdict: { ...HUMAN, answeredBy: 'MACHINE', machine: 'beep', reason: 'tone', atMs: 1234.5 },
    });
    await settled();
    expect(call).toMatchObject({
      over: true,
      transferTo: undefined,
      hangUpReason: 'answering-machine',
    });
    expect(claims.leads[0]).toMatchObject({ status: 'AMD', attempts: 1 });
    expect(claims.leads[0]?.next).toBeDefined();
    expect(claims.settled[0]?.record).toMatchObject({
      result: 'AMD',
      amdAnsweredBy: 'MACHINE',
      amdMachine: 'beep',
      amdReason: 'tone',
      amdDecidedMs: 1235,
    });
  });

  const UNDECIDED: AmdVerdict = { ...HUMAN, answeredBy: 'UNDECIDED', reason: 'time-limit', confidence: 0.4 };

  it('of which the detector cannot tell is a person’s, unless the campaign takes it for a machine', async () => {
    const patient = await analysed();
    patient.call.analysisEnds({ kind: 'verdict', verdict: UNDECIDED });
    await settled();
    expect(patient.call.transferTo).toBe('700');

    const strict = await analysed({ undecidedMeans: 'MACHINE' });
    strict.call.analysisEnds({ kind: 'verdict', verdict: UNDECIDED });
    await settled();
    expect(strict.call).toMatchObject({ transferTo: undefined, hangUpReason: 'answering-machine' });
    expect(strict.claims.settled[0]?.record).toMatchObject({
      result: 'AMD',
      amdAnsweredBy: 'UNDECIDED',
      amdMachine: null,
    });
  });

  const EXPLANATION = { frameMs: 20, levelDbov: [-30], speech: [], tones: [], belief: [] };

  it.each([true, false])(
    'is explained where the campaign keeps explanations: %j',
    async (amdExplanations) => {
      const { claims, call } = await analysed({ amdExplanations });
      expect(call.analysedBy).toMatchObject({ options: { explain: amdExplanations } });
      const explained = amdExplanations ? { explanation: EXPLANATION } : {};
      call.analysisEnds({ kind: 'verdict', verdict: { ...HUMAN, answeredBy: 'MACHINE', ...explained } });
      await settled();
      expect(claims.settled[0]?.amdExplanation).toEqual(explained.explanation);
    },
  );

  it.each([
    ['whose media were lost', { kind: 'media-lost', message: 'gone' }, 'media-lost'],
    ['of which no audio came', { kind: 'no-audio' }, 'no-audio'],
    ['that could not be analysed', { kind: 'failed', message: 'broken' }, 'detector-failed'],
    ['whose verdict is none', { kind: 'verdict', verdict: { answeredBy: 'NOBODY' } }, 'detector-failed'],
  ] as const)('%s is a person’s, also where undecided means a machine', async (_what, result, amdReason) => {
    const { claims, call } = await analysed({ undecidedMeans: 'MACHINE' });
    call.analysisEnds(result);
    await settled();
    expect(call.transferTo).toBe('700');
    call.transferEnds({ transferred: true, at: new Date() });
    await settled();
    expect(claims.settled[0]?.record).toMatchObject({ amdAnsweredBy: 'HUMAN', amdReason, amdConfidence: 0 });
  });

  it.each([
    [{ kind: 'verdict', verdict: HUMAN }, 'verdict'],
    [{ kind: 'verdict', verdict: { answeredBy: 'NOBODY' } }, 'failed'],
    [{ kind: 'failed', message: 'broken' }, 'failed'],
    [{ kind: 'media-lost', message: 'gone' }, 'failed'],
    [{ kind: 'no-audio' }, 'none'],
  ] as const)('whose analysis ends with %j is told of as %s', async (result, kind) => {
    const { call, outcomes } = await analysed();
    call.analysisEnds(result);
    await settled();
    expect(outcomes).toMatchObject([{ kind }]);
  });

  it('that ends while it is analysed says nothing of the detector', async () => {
    const { call, outcomes } = await analysed();
    call.hangUpByPeer();
    await settled();
    expect(outcomes).toEqual([{ kind: 'none' }]);
  });

  it('is a person’s at once where no detector is in service', async () => {
    const { pool, target, dialer, outside } = oneCampaign(['1']);
    outside.detection = { kind: 'decided', verdict: HUMAN };
    target.setFree('ann');
    dialer.add(campaign('a', { amdInstanceId: 'm' }), [entry('00:00', '24:00')]);
    await settled();
    pool.calls[0]?.answer();
    await settled();
    expect(pool.calls[0]).toMatchObject({ analysedBy: undefined, transferTo: '700' });
  });

  describe('that a machine answered, with a message to leave', () => {
    const MACHINE = { ...HUMAN, answeredBy: 'MACHINE', reason: 'tone', machine: 'greeting' } as const;

    /** The machine is found out; there is one agent, and another lead waits for one. */
    async function foundOut(verdict: object = MACHINE, recording?: Promise<Int16Array>) {
      const world = oneCampaign(['1', '2']);
      if (recording !== undefined) world.outside.recording = () => recording;
      world.target.setFree('ann');
      const settings = { amdInstanceId: 'm', messageRecordingId: 'r' };
      world.dialer.add(campaign('a', settings), [entry('00:00', '24:00')]);
      await settled();
      const call = world.pool.calls[0] as FakeCall;
      call.answer();
      await settled();
      call.analysisEnds({ kind: 'verdict', verdict });
      await settled();
      return { ...world, call };
    }

    it('is left it after the greeting; the agent is free for another call meanwhile, the port is not', async () => {
      const { call, pool, claims, clock, dialer } = await foundOut();
      expect(call.analysedBy).toMatchObject({ messageMayFollow: true });
      expect(call.message).toEqual({ samples: MESSAGE, greetingLimitMs: 60_000 });
      expect(call.over).toBe(false);
      expect(pool.calls.map(({ number, port }) => [number, port])).toEqual([
        ['1', 'port0'],
        ['2', 'port1'],
      ]);
      expect([...(dialer.get('a')?.calls ?? [])].map(({ stage }) => stage)).toEqual([
        'leavingMessage',
        'ringing',
      ]);
      const foundOutAt = clock.now().getTime();
      await clock.advance(12_000);
      call.messageEnds({ kind: 'left', begunAfterMs: 2000, playedMs: 10_000 });
      await settled();
      expect(call).toMatchObject({ over: true, hangUpReason: 'answering-machine', transferTo: undefined });
      expect(claims.settled[0]?.record).toMatchObject({
        result: 'AMD',
        subReason: 'message-left',
        messageAt: new Date(foundOutAt + 2000),
        messagePlayedMs: 10_000,
      });
      expect(claims.leads[0]).toMatchObject({ status: 'AMD', attempts: 1 });
    });

    it.each([
      [{ kind: 'cut-off', begunAfterMs: 5, playedMs: 20 }, 'message-cut-off', 20],
      [{ kind: 'ended-in-greeting' }, 'message-cut-off', null],
      [{ kind: 'greeting-too-long' }, 'greeting-too-long', null],
      [{ kind: 'failed', message: 'broken' }, 'message-failed', null],
      [{ kind: 'media-lost', message: 'gone' }, 'message-failed', null],
    ] as const)(
      'whose message ends with %j is hung up on, with the reason',
      async (result, subReason, playedMs) => {
        const { call, claims } = await foundOut();
        call.messageEnds(result);
        await settled();
        expect(call.over).toBe(true);
        expect(claims.settled[0]?.record).toMatchObject({
          result: 'AMD',
          subReason,
          messagePlayedMs: playedMs,
        });
      },
    );

    it('is listened to while the recording is being read', async () => {
      const { pool, target, dialer, outside } = oneCampaign(['1']);
      const asked: string[] = [];
      outside.recording = (id) => {
        asked.push(id);
        return Promise.resolve(MESSAGE);
      };
      target.setFree('ann');
      dialer.add(campaign('a', { amdInstanceId: 'm', messageRecordingId: 'r' }), [entry('00:00', '24:00')]);
      await settled();
      expect(asked).toEqual([]);
      pool.calls[0]?.answer();
      await settled();
      expect(asked).toEqual(['r']);
    });

    it('is hung up on when the recording cannot be read', async () => {
      const { call, claims } = await foundOut(MACHINE, Promise.reject(new Error('gone')));
      expect(call).toMatchObject({ over: true, message: undefined });
      expect(claims.settled[0]?.record).toMatchObject({ result: 'AMD', subReason: 'message-failed' });
    });

    it.each(['fax', 'intercept', 'silence', undefined])(
      'is left none where it is known by %s',
      async (machine) => {
        const { call, claims } = await foundOut({
          ...HUMAN,
          answeredBy: 'MACHINE',
          ...(machine && { machine }),
        });
        expect(call).toMatchObject({ over: true, message: undefined });
        expect(claims.settled[0]?.record).toMatchObject({ result: 'AMD', subReason: null });
      },
    );

    it('is left none where nobody knows whether it is one', async () => {
      const { call } = await foundOut({ ...HUMAN, answeredBy: 'UNDECIDED' });
      expect(call.message).toBeUndefined();
    });

    it('goes on with its message when the campaign is stopped', async () => {
      const { call, dialer, claims } = await foundOut();
      dialer.remove('a');
      await settled();
      expect(call.over).toBe(false);
      call.messageEnds({ kind: 'left', begunAfterMs: 0, playedMs: 1000 });
      await settled();
      expect(claims.settled.map(({ record }) => record?.subReason)).toContain('message-left');
    });
  });

  it('that the person ends during the analysis is a failure of its own kind', async () => {
    const { claims, call } = await analysed();
    call.hangUpByPeer();
    await settled();
    expect(claims.leads[0]).toMatchObject({ status: 'FAILURE', attempts: 1 });
    expect(claims.settled[0]?.result.subReason).toBe('caller-hung-up');
  });

  it('whose transfer fails is a failure, and its agent is free for the next call', async () => {
    const { claims, dialer, target, pool } = oneCampaign(['1', '2']);
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    pool.calls[0]?.answer();
    await settled();
    pool.calls[0]?.transferEnds({ transferred: false, failure: { reason: 'failed', sipCode: 480 } });
    await settled();
    expect(claims.settled[0]?.record).toMatchObject({ subReason: 'transfer-failed', transferSipCode: 480 });
    expect(pool.calls).toHaveLength(2);
  });
});

describe('the figures of the audio', () => {
  /** A call that rings, and the record of its end. */
  async function ringing(more: Parameters<typeof campaign>[1] = {}) {
    const world = oneCampaign(['1', '2']);
    world.target.setFree('ann');
    world.dialer.add(campaign('a', more), [entry('00:00', '24:00')]);
    await settled();
    const call = world.pool.calls[0] as FakeCall;
    return { ...world, call, record: () => world.claims.settled[0]?.record };
  }

  it.each<[string, (call: FakeCall) => void]>([
    [
      'handed over',
      (call) => {
        call.transferEnds({ transferred: true, at: new Date() });
        call.hangUpByPeer();
      },
    ],
    ['not transferred', (call) => call.transferEnds({ transferred: false, failure: { reason: 'failed' } })],
    ['that the person ends', (call) => call.hangUpByPeer()],
  ])('of a call %s are in its record', async (_what, end) => {
    const { call, record } = await ringing();
    call.figures = FIGURES;
    call.answer();
    await settled();
    end(call);
    await settled();
    expect(record()).toMatchObject(AUDIO);
  });

  it('of a machine are in the record', async () => {
    const { call, record } = await ringing({ amdInstanceId: 'm' });
    call.figures = FIGURES;
    call.answer();
    await settled();
    call.analysisEnds({ kind: 'verdict', verdict: { ...HUMAN, answeredBy: 'MACHINE', reason: 'tone' } });
    await settled();
    expect(record()).toMatchObject({ result: 'AMD', ...AUDIO });
  });

  it('are unknown, not zero, of a call that nobody answered', async () => {
    const { call, record } = await ringing();
    call.figures = FIGURES;
    call.fail({ kind: 'ring-timeout' });
    await settled();
    expect(record()).toMatchObject({ subReason: 'no-answer', ...NO_AUDIO });
  });

  it('are unknown where the media worker was lost, and the call is settled all the same', async () => {
    const { call, record } = await ringing();
    call.answer();
    await settled();
    call.hangUpByPeer();
    await settled();
    expect(record()).toMatchObject({ subReason: 'caller-hung-up', ...NO_AUDIO });
  });

  it('are waited for by the record, and by neither agent nor port', async () => {
    const { call, record, pool } = await ringing();
    let tell = (_figures: MediaFigures) => {};
    call.figures = new Promise((resolve) => (tell = resolve));
    call.answer();
    await settled();
    call.hangUpByPeer();
    await settled();
    expect(pool.calls.map(({ number }) => number)).toEqual(['1', '2']);
    expect(record()).toBeUndefined();
    tell(FIGURES);
    await settled();
    expect(record()).toMatchObject(AUDIO);
  });
});

describe('retry', () => {
  it('comes exactly when call end + retry-after has passed, until attempts run out; then the entry is completed', async () => {
    const { claims, clock, dialer, target, pool, entryStates } = oneCampaign(['1']);
    pool.onDial = (call) =>
      setImmediate(() => call.fail({ kind: 'response', sipCode: 486, phrase: 'Busy Here' }));
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls).toHaveLength(1);
    await clock.advance(RETRY_AFTER_MS - 1);
    expect(pool.calls).toHaveLength(1);
    await clock.advance(1);
    await clock.advance(RETRY_AFTER_MS);
    await settled();
    expect(pool.calls).toHaveLength(3);
    expect(claims.leads[0]).toMatchObject({ status: 'BUSY', attempts: 3, next: undefined });
    expect(entryStates).toEqual(['RUNNING', 'COMPLETED']);
  });
});

describe('the schedule', () => {
  it('opens and closes by the clock, and a lead that falls due in between waits for the next entry', async () => {
    const { clock, dialer, target, pool, entryStates } = oneCampaign(['1']);
    pool.onDial = (call) => setImmediate(() => call.fail({ kind: 'ring-timeout' }));
    target.setFree('ann');
    dialer.add(campaign('a', { retryRule: { maxAttempts: 9, retryAfterMs: 20 * 60_000 } }), [
      entry('09:00', '09:10'),
      entry('09:00', '17:00', '2026-11-24'),
    ]);
    await clock.advance(3_600_000 - 1);
    expect(pool.calls).toHaveLength(0);
    await clock.advance(1);
    await settled();
    expect(pool.calls).toHaveLength(1);
    await clock.advance(23 * 3_600_000);
    expect(pool.calls).toHaveLength(1);
    await clock.advance(3_600_000);
    await settled();
    expect(pool.calls.length).toBeGreaterThanOrEqual(2);
    expect(pool.calls[1]?.dialledAt).toEqual(new Date('2026-11-24T09:00:00Z'));
    expect(entryStates).toEqual(['RUNNING', 'COMPLETED', 'RUNNING']);
  });

  it('withdraws a call whose hours end while its number is checked', async () => {
    const { claims, clock, dialer, target, pool, outside } = oneCampaign(['1']);
    let answer = () => {};
    outside.check = () => new Promise((resolve) => (answer = () => resolve({ kind: 'clear' })));
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '08:01')]);
    await clock.advance(60_000);
    answer();
    await settled();
    expect(pool.calls).toHaveLength(0);
    expect(claims.leads[0]).toMatchObject({ attempts: 0, claim: undefined, status: 'NOT_CALLED' });
  });
});

describe('an agent who leaves', () => {
  it('while the number is checked withdraws the call', async () => {
    const { claims, dialer, target, pool, outside } = oneCampaign(['1']);
    let answer = () => {};
    outside.check = () => new Promise((resolve) => (answer = () => resolve({ kind: 'clear' })));
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    target.setBusy('ann');
    answer();
    await settled();
    expect(pool.calls).toHaveLength(0);
    expect(claims.leads[0]).toMatchObject({ attempts: 0, claim: undefined, status: 'NOT_CALLED' });
  });

  it('does not end a call that rings already: the contact center queues it', async () => {
    const { dialer, target, pool } = oneCampaign(['1']);
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    target.setBusy('ann');
    pool.calls[0]?.answer();
    await settled();
    expect(pool.calls[0]?.transferTo).toBe('700');
  });
});

describe('do not call', () => {
  it('is checked again where its call had to wait for its turn, and not called when it was listed meanwhile', async () => {
    const { checked, claims, clock, dialer, target, pool, listed } = oneCampaign(['1', '2']);
    const turns: (() => void)[] = [];
    pool.turn = () => new Promise((resolve) => turns.push(() => resolve(true)));
    target.setFree('ann', 'bob');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    turns[0]?.();
    await settled();
    expect(checked).toEqual(['1', '2']);
    await clock.advance(5001);
    listed.add('2');
    turns[1]?.();
    await settled();
    expect(checked).toEqual(['1', '2', '2']);
    expect(pool.calls.map(({ number }) => number)).toEqual(['1']);
    expect(claims.settled[0]?.record).toMatchObject({
      result: 'DO_NOT_CALL',
      dncVerdict: 'LISTED',
      phone: '2',
    });
  });

  it('that cannot be checked again is not called either, and loses no attempt', async () => {
    const { claims, clock, dialer, target, pool, outside } = oneCampaign(['1']);
    let myTurn = () => {};
    pool.turn = () => new Promise((resolve) => (myTurn = () => resolve(true)));
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    outside.check = () => Promise.resolve({ kind: 'unknown', reason: 'away' });
    await clock.advance(5001);
    myTurn();
    await settled();
    expect(pool.calls).toHaveLength(0);
    expect(claims.leads[0]).toMatchObject({ status: 'NOT_CALLED', attempts: 0, claim: undefined });
  });

  it('ends a listed lead without a call and without an attempt', async () => {
    const { claims, dialer, target, pool, listed } = oneCampaign(['1', '2']);
    listed.add('1');
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls.map((call) => call.number)).toEqual(['2']);
    expect(claims.leads[0]).toMatchObject({ status: 'DO_NOT_CALL', attempts: 0, next: undefined });
    expect(claims.settled[0]?.record).toMatchObject({
      result: 'DO_NOT_CALL',
      dncVerdict: 'LISTED',
      port: null,
    });
  });

  it('without a clear answer places no call, loses no attempt, and resumes within 4 s, however long that was', async () => {
    const { claims, clock, dialer, target, pool, outside, entryStates } = oneCampaign(['1']);
    const working = outside.check;
    outside.check = () => Promise.resolve({ kind: 'unknown', reason: 'It answered 500.' });
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await clock.advance(120_000);
    expect(pool.calls).toHaveLength(0);
    expect(claims.leads[0]).toMatchObject({ attempts: 0, claim: undefined, status: 'NOT_CALLED' });
    outside.check = working;
    await clock.advance(4000);
    await settled();
    expect(pool.calls).toHaveLength(1);
    expect(entryStates).toEqual(['RUNNING', 'DO_NOT_CALL_OOS', 'RUNNING']);
  });
});

describe('a campaign with several do-not-call services', () => {
  const BOTH = { dncInstanceIds: ['d', 'e'] };

  it('calls nobody whom any of them lists, and records which one did', async () => {
    const { claims, dialer, target, pool, outside } = oneCampaign(['1', '2']);
    outside.check = (number, instanceId) =>
      Promise.resolve({ kind: number === '1' && instanceId === 'e' ? 'listed' : 'clear' });
    target.setFree('ann', 'bob');
    dialer.add(campaign('a', BOTH), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls.map((call) => call.number)).toEqual(['2']);
    expect(claims.settled.map(({ record }) => record)).toMatchObject([
      { phone: '1', dncVerdict: 'LISTED', dncInstanceId: 'e' },
    ]);
  });

  it('calls nobody while one of them gives no answer, asks that one, and resumes by itself', async () => {
    const { clock, dialer, target, pool, outside } = oneCampaign(['1', '2']);
    const asked: string[] = [];
    let working = false;
    outside.check = (_number, instanceId) => {
      asked.push(instanceId);
      const answers = working || instanceId === 'd';
      return Promise.resolve(answers ? { kind: 'clear' } : { kind: 'unknown', reason: 'It is silent.' });
    };
    target.setFree('ann');
    dialer.add(campaign('a', BOTH), [entry('00:00', '24:00')]);
    await settled();
    asked.length = 0;
    await clock.advance(60_000);
    expect(pool.calls).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['e']));
    working = true;
    await clock.advance(15_000);
    await settled();
    expect(pool.calls).toHaveLength(1);
  });
});

describe('a number that the do-not-call service cannot answer', () => {
  it('does not keep the others from being called, and is asked about again', async () => {
    const { claims, clock, checked, dialer, target, pool, outside } = oneCampaign(['1', '2', '3']);
    outside.check = (number) =>
      Promise.resolve(number === '1' ? { kind: 'unknown', reason: 'It answered 500.' } : { kind: 'clear' });
    target.setFree('ann');
    pool.onDial = (call) => setImmediate(() => call.fail({ kind: 'ring-timeout' }));
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    expect(dialer.hindrancesOf(dialer.get('a') as never)).toContainEqual({
      kind: 'do-not-call-out-of-service',
      service: 'Embedded Service',
      since: clock.now(),
      reason: 'It answered 500.',
    });
    await clock.advance(1000);
    await settled();
    expect(pool.calls.map((call) => call.number)).toEqual(['2', '3']);
    await clock.advance(60_000);
    expect(checked.filter((number) => number === '1').length).toBeGreaterThan(1);
    expect(pool.calls.map((call) => call.number)).toEqual(['2', '3']);
    expect(claims.leads[0]).toMatchObject({ attempts: 0, claim: undefined, status: 'NOT_CALLED' });
  });

  it('is not asked about any more when no campaign needs the service', async () => {
    const { clock, checked, dialer, target, outside } = oneCampaign(['1']);
    outside.check = () => Promise.resolve({ kind: 'unknown', reason: 'It answered 500.' });
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    dialer.remove('a');
    const before = checked.length;
    await clock.advance(3_600_000);
    expect(checked).toHaveLength(before);
  });
});

describe('an INVITE that cannot leave this host', () => {
  const failing = { kind: 'not-sent', lacks: 'audio', message: 'no free RTP port' } as const;

  it('costs no attempt, and no call begins for a pause that grows until one leaves', async () => {
    const { claims, clock, dialer, target, pool } = oneCampaign(['1']);
    pool.onDial = (call) => setImmediate(() => call.fail(failing));
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    expect(pool.calls).toHaveLength(1);
    expect(dialer.hindrancesOf(dialer.get('a') as never)).toEqual([
      {
        kind: 'cannot-send',
        since: clock.now(),
        until: new Date(clock.now().getTime() + 1000),
        reason: 'There is no audio for calls (no free RTP port).',
        code: 'no-audio-for-call',
        params: { cause: failing.message },
      },
    ]);
    expect(claims.leads[0]).toMatchObject({ attempts: 0, claim: undefined, status: 'NOT_CALLED' });
    await clock.advance(1000);
    await settled();
    expect(pool.calls).toHaveLength(2);
    await clock.advance(1999);
    expect(pool.calls).toHaveLength(2);
    pool.onDial = () => {};
    await clock.advance(1);
    await settled();
    expect(pool.calls).toHaveLength(3);
    expect(pool.open).toHaveLength(1);
  });
});

describe('stop', () => {
  it('begins no further call and lets those under way run to their end', async () => {
    const { claims, dialer, target, pool, entryStates } = oneCampaign(['1', '2']);
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    dialer.remove('a');
    pool.calls[0]?.fail({ kind: 'ring-timeout' });
    await settled();
    expect(pool.calls).toHaveLength(1);
    expect(claims.settled).toHaveLength(1);
    expect(entryStates).toEqual(['RUNNING', 'NOT_RUNNING']);
  });

  it('and start again does not lose the retry of a call that was under way', async () => {
    const { clock, dialer, target, pool } = oneCampaign(['1']);
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    dialer.remove('a');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    pool.calls[0]?.fail({ kind: 'ring-timeout' });
    await clock.advance(RETRY_AFTER_MS);
    await settled();
    expect(pool.calls).toHaveLength(2);
  });
});

describe('shutdown', () => {
  it('begins no call, waits for those under way, then ends them and writes their outcomes', async () => {
    const { claims, clock, dialer, target, pool } = oneCampaign(['1', '2', '3']);
    target.setFree('ann', 'bob');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    let drained = false;
    void dialer.drain(10_000).then(() => (drained = true));
    pool.calls[0]?.fail({ kind: 'ring-timeout' });
    await settled();
    expect([drained, pool.calls.length]).toEqual([false, 2]);
    await clock.advance(10_000);
    expect(drained).toBe(true);
    expect(claims.settled.map(({ result }) => result.subReason)).toEqual(['no-answer', 'stopped']);
    expect(claims.leads.map((lead) => lead.claim)).toEqual([undefined, undefined, undefined]);
  });
});

describe('a stopping service', () => {
  it('lets no INVITE leave any more, also where the number was just being checked', async () => {
    const { claims, dialer, target, pool, outside } = oneCampaign(['1']);
    let answer = () => {};
    outside.check = () => new Promise((resolve) => (answer = () => resolve({ kind: 'clear' })));
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    const drained = dialer.drain(10_000);
    answer();
    await drained;
    expect(pool.calls).toHaveLength(0);
    expect(claims.leads[0]).toMatchObject({ attempts: 0, claim: undefined });
  });
});

describe('a database that is away', () => {
  it('lets no INVITE leave, and calls go on when it is back', async () => {
    const { claims, clock, dialer, target, pool } = oneCampaign(['1', '2']);
    claims.failure = new Error('connection refused');
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00', TODAY)]);
    await clock.advance(5000);
    expect(pool.calls).toHaveLength(0);
    claims.failure = undefined;
    await clock.advance(6000);
    await settled();
    expect(pool.calls).toHaveLength(1);
  });

  it('is asked by one attempt after the other, however long it is away', async () => {
    const { claims, clock, dialer, target } = oneCampaign(['1', '2'], 1);
    claims.failure = new Error('connection refused');
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00', TODAY)]);
    await clock.advance(10_000);
    const timers = clock.timers;
    await clock.advance(600_000);
    expect(clock.timers).toBe(timers);
  });

  it('delays an outcome but never loses it', async () => {
    const { claims, clock, dialer, target, pool } = oneCampaign(['1']);
    target.setFree('ann');
    dialer.add(campaign('a'), [entry('00:00', '24:00')]);
    await settled();
    claims.failure = new Error('connection refused');
    pool.calls[0]?.fail({ kind: 'ring-timeout' });
    await clock.advance(60_000);
    expect(claims.settled).toHaveLength(0);
    claims.failure = undefined;
    await clock.advance(5000);
    expect(claims.settled).toHaveLength(1);
    expect(claims.leads[0]?.attempts).toBe(1);
  });
});
