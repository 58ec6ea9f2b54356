import { createLog, type LogLevel } from './logging.js';

function logInto(level: LogLevel) {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

describe('the log', () => {
  it('is one line of JSON per entry, with the level by name and the time', () => {
    const { log, lines, last } = logInto('info');
    log.info({ campaign: 'Spring' }, 'Started.');
    expect(lines).toHaveLength(1);
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      campaign: 'Spring',
      msg: 'Started.',
    });
  });

  it.each(['info', 'warn', 'error'] as const)(
    'masks numbers at %s, in fields and in the message',
    (level) => {
      const { log, lines } = logInto('debug');
      log[level]({ lead: { phone: '554183015031' } }, 'INVITE to sip:554183015031@carrier');
      expect(lines[0]).not.toContain('554183015031');
      expect(lines[0]).toContain('55418*****31');
    },
  );

  it('shows numbers at debug, but no secrets', () => {
    const { log, last } = logInto('debug');
    log.debug({ number: '554183015031', password: 'hunter2' }, 'asked');
    expect(last()).toMatchObject({ number: '554183015031', password: '[secret]' });
  });

  it('masks what a child logger carries along', () => {
    const { log, lines } = logInto('debug');
    log.child({ number: '554183015031', token: 'hunter2' }).info('ringing');
    expect(lines[0]).not.toMatch(/554183015031|hunter2/);
  });

  it('masks what an error says, also when the error is logged by itself', () => {
    const { log, lines } = logInto('info');
    log.error(new Error('no route to tel:554183015031'));
    log.error({ err: new Error('no route to 554183015031') }, 'failed');
    expect(lines.join()).not.toContain('554183015031');
    expect(JSON.parse(lines[0]!)).toMatchObject({ err: { message: 'no route to tel:55418*****31' } });
  });

  it('masks what is put into a message', () => {
    const { log, lines } = logInto('info');
    log.info('dialling %s', '554183015031');
    expect(lines[0]).toContain('dialling 55418*****31');
  });
});
