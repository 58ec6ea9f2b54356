import { ManualClock } from '@marcador/platform/manual-clock.js';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadMarks, TRIAL_MS } from './load-marks.js';

const ACME = 'a'.repeat(128);

describe('a package', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-marks-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Another life of the process. */
  const life = () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    return { clock, marks: new LoadMarks(join(folder, 'marks'), clock) };
  };
  const left = () => readdir(join(folder, 'marks'));
  const refused = { said: { code: 'plugin-ended-service', params: { name: 'acme', times: 2, seconds: 30 } } };

  it('is refused once two lives in a row have ended soon after loading it, and stays so', async () => {
    await life().marks.begin('acme', ACME);
    await life().marks.begin('acme', ACME);
    for (const { marks, clock } of [life(), life()]) {
      await expect(marks.begin('acme', ACME)).rejects.toMatchObject(refused);
      await clock.advance(TRIAL_MS);
      await marks.close();
    }
  });

  it('is refused for nothing that happened to another one', async () => {
    await life().marks.begin('acme', ACME);
    await life().marks.begin('acme', ACME);
    await expect(life().marks.begin('other', 'b'.repeat(128))).resolves.toBeUndefined();
  });

  it('is forgiven one end by a life that lasts', async () => {
    await life().marks.begin('acme', ACME);
    const { marks, clock } = life();
    await marks.begin('acme', ACME);
    await clock.advance(TRIAL_MS);
    while ((await left()).length > 0) await new Promise(setImmediate);
  });

  it('is forgiven by a life that ends in order', async () => {
    await life().marks.begin('acme', ACME);
    const { marks, clock } = life();
    await marks.begin('acme', ACME);
    await marks.close();
    expect([await left(), clock.timers]).toEqual([[], 0]);
  });

  it('is tried again by whoever asks for it, as if nothing had happened', async () => {
    await life().marks.begin('acme', ACME);
    await life().marks.begin('acme', ACME);
    await life().marks.forgive(ACME);
    await life().marks.begin('acme', ACME);
    await life().marks.begin('acme', ACME);
    await expect(life().marks.begin('acme', ACME)).rejects.toMatchObject(refused);
  });
});
