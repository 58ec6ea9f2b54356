import fc from 'fast-check';
import { maskNumber, redact } from './redaction.js';

const number = fc.stringMatching(/^[1-9]\d{6,14}$/);
const word = fc.stringMatching(/^[a-z :,]{0,12}$/);
const numberField = fc.constantFrom('number', 'phone', 'to', 'pilotNumber', 'phone_number', 'numbers');

function digitsInClear(value: unknown, whole: string): boolean {
  return JSON.stringify(value).includes(whole);
}

/** Every way in which the service might hand a number to its log. */
const holders = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(numberField).map(([field]) => (n: string) => ({ [field]: n })),
    fc.tuple(numberField).map(([field]) => (n: string) => ({ [field]: [Number(n), `+${n}`] })),
    fc.tuple(word, word).map(([a, b]) => (n: string) => ({ text: `${a} ${n} ${b}` })),
    fc.constant((n: string) => `sip:${n}@10.0.0.1:5060`),
    fc.constant((n: string) => ({ uri: `<sip:+${n}@example.com>;tag=1` })),
    fc.constant((n: string) => new Error(`486 from tel:${n}`)),
    fc.constant((n: string) => new Map([[`lead_${n}`, { caller: n }]])),
    fc
      .tuple(tie('any'))
      .map(([inner]) => (n: string) => ({ nested: [(inner as (n: string) => unknown)(n)] })),
  ),
})).any as fc.Arbitrary<(n: string) => unknown>;

describe('masking', () => {
  it('keeps the beginning and the end of a number', () => {
    expect(maskNumber('554183015031')).toBe('55418*****31');
    expect(maskNumber('+55 (41) 8301-5031')).toBe('+55 (41) 8***-**31');
  });

  it('hides at least half of the digits of a number, and leaves no 7 of them in a row', () => {
    fc.assert(
      fc.property(number, (n) => {
        const masked = maskNumber(n);
        expect(masked).toHaveLength(n.length);
        expect(masked).not.toMatch(/\d{7}/);
        expect(masked.match(/\*/g)!.length).toBeGreaterThanOrEqual(Math.ceil((n.length - 2) / 2));
      }),
    );
  });

  it('lets no number through, wherever in a log entry it is', () => {
    fc.assert(
      fc.property(number, holders, (n, holder) => {
        const written = redact(holder(n), { numbers: true });
        expect(digitsInClear(written, n)).toBe(false);
        expect(JSON.stringify(written)).not.toMatch(/\d{7}/);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves numbers in clear where they may be shown', () => {
    expect(redact({ number: '554183015031' }, { numbers: false })).toEqual({ number: '554183015031' });
  });

  it('leaves ids, times, counts and ports alone', () => {
    const entry = {
      campaignId: '12345678-1234-4234-8234-123456789012',
      callId: 'm3-9f86d081884c7d65',
      at: '2026-11-22T08:14:00.123Z',
      leads: 1_000_000,
      url: 'https://127.0.0.1:9443',
    };
    expect(redact(entry, { numbers: true })).toEqual(entry);
  });
});

describe('secrets', () => {
  it.each([
    'password',
    'currentPassword',
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'set-cookie',
    'token',
    'apiKey',
    'api_key',
    'clientSecret',
    'privateKey',
  ])('in a field called %s are never written, however deep', (field) => {
    const written = redact(
      { a: [{ [field]: 'hunter2' }, { [field]: { inner: 'hunter2' } }] },
      { numbers: false },
    );
    expect(JSON.stringify(written)).not.toContain('hunter2');
  });

  it('in headers and addresses inside a text are never written', () => {
    const text =
      'INVITE sip:1@x\r\nAuthorization: Digest response="hunter2"\r\nVia: x postgres://me:hunter2@db/m';
    const written = redact(text, { numbers: false });
    expect(written).not.toContain('hunter2');
    expect(written).toContain('Via: x postgres://me:***@db/m');
  });
});

describe('a copy for the log', () => {
  it('ends where an object contains itself', () => {
    const loop: Record<string, unknown> = { name: 'x' };
    loop['self'] = loop;
    expect(redact(loop, { numbers: true })).toEqual({ name: 'x', self: '[…]' });
  });

  it('keeps what an error says, and its cause', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    expect(redact({ err: error }, { numbers: true })).toMatchObject({
      err: { type: 'Error', message: 'outer', cause: { message: 'inner' } },
    });
  });
});

describe('an error of the database', () => {
  it('is told without the data that it repeats', () => {
    const driverError = Object.assign(new Error('null value in column "name"'), {
      code: '23502',
      detail: 'Failing row contains (7, Ana, 554183015031).',
      where: 'COPY lead, line 3: "Ana"',
    });
    const error = Object.assign(new Error('null value in column "name"'), {
      query: 'INSERT INTO "lead" VALUES ($1)',
      parameters: ['{"user":"marcador","password":"oscc-Secret-1"}'],
      driverError,
    });
    const text = JSON.stringify(redact({ err: error }, { numbers: true }));
    expect(text).not.toMatch(/oscc-Secret-1|Ana|554183015031/);
    expect(text).toMatch(/23502/);
    expect(text).toMatch(/INSERT INTO/);
  });
});
