import { adviceFor } from './registration-words';

describe('the advice about a dialer port', () => {
  it.each([
    [undefined, 'system.advice.silent'],
    [401, 'system.advice.refused'],
    [403, 'system.advice.refused'],
    [404, 'system.advice.unknown'],
    [503, 'system.advice.registrar'],
    [423, 'system.advice.other'],
    [604, 'system.advice.unknown'],
    [606, 'system.advice.other'],
  ])('for a registration that failed with %s is %s', (sipCode, advice) => {
    const port = { name: '1', trunk: 'main', registration: 'failed' as const, since: '', busy: false };
    expect(adviceFor(sipCode === undefined ? port : { ...port, sipCode })).toBe(advice);
  });

  it('is none while it is registered or still at it', () => {
    const port = { name: '1', trunk: 'main', since: '', busy: false, sipCode: 403 };
    const states = ['registered', 'registering'] as const;
    expect(states.map((registration) => adviceFor({ ...port, registration }))).toEqual([
      undefined,
      undefined,
    ]);
  });
});
