import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWav } from '@marcador/telephony/wav/write-wav.js';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { UiWorld } from './support/ui-world.js';

/** The journey of a message from its file to the campaign that leaves it. */
describeInBrowser('a recorded message in the browser', () => {
  let world: UiWorld;
  let browser: Browser;
  let folder: string;
  let administrator: Visitor;

  beforeAll(async () => {
    world = await UiWorld.start();
    const users = await world.setUp();
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'marcador-files-'));
    administrator = await Visitor.come(browser, world.url);
    const { userName, password } = users.get('CAMPAIGN_ADMINISTRATOR')!;
    await administrator.logIn(userName, password);
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is uploaded, and refused where it is no recording', async () => {
    const { page } = administrator;
    await page.getByRole('link', { name: 'Recorded messages' }).click();
    await page.getByRole('button', { name: 'Add a message' }).first().click();
    const dialog = page.getByRole('dialog');
    const wrong = join(folder, 'Please call back.wav');
    await writeFile(wrong, 'no recording');
    await dialog.locator('input[type=file]').setInputFiles(wrong);
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Please call back');
    await dialog.getByRole('button', { name: 'Upload' }).click();
    await dialog.getByText('The file is not a WAV file').waitFor();
    const right = join(folder, 'right.wav');
    const samples = Int16Array.from({ length: 12_000 }, (_, i) => 9000 * Math.sin(i / 5));
    await writeFile(right, writeWav(samples));
    await dialog.locator('input[type=file]').setInputFiles(right);
    await dialog.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('row').filter({ hasText: 'Please call back' }).getByText('1.5 s').waitFor();
  });

  it('can be listened to', async () => {
    const duration = await administrator.page.evaluate<number>(`new Promise((resolve, reject) => {
      const audio = document.querySelector('audio');
      audio.addEventListener('loadedmetadata', () => resolve(audio.duration));
      audio.addEventListener('error', () => reject(new Error(audio.error?.message)));
      audio.load();
    })`);
    expect(duration).toBeCloseTo(1.5, 3);
  });

  it('is chosen by a campaign, and then cannot be removed', async () => {
    const { page } = administrator;
    await page.goto(`${world.url}/campaigns`);
    await page.getByRole('button', { name: 'Add campaign' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: false }).first().fill('Leaves messages');
    const inAWeek = new Date(Date.now() + 6 * 86_400_000);
    await dialog.getByLabel('Last day').fill(inAWeek.toISOString().slice(0, 10));
    for (const weekday of ['Sat', 'Sun']) await dialog.getByRole('button', { name: weekday }).click();
    await dialog.getByLabel('Time zone').fill('UTC');
    await dialog.getByLabel('Type').click();
    await page.getByRole('option', { name: 'Contact center' }).click();
    await dialog.getByLabel('Queue').click();
    await page.getByRole('option', { name: 'Sales' }).click();
    await dialog.getByLabel('Region of the numbers').fill('Brazil (BR)');
    await dialog.getByLabel('When a machine answers').click();
    await page.getByRole('option', { name: 'Please call back' }).click();
    await dialog.getByRole('button', { name: 'Add campaign' }).click();
    await page.getByRole('row').filter({ hasText: 'Leaves messages' }).waitFor();
    await page.getByRole('link', { name: 'Recorded messages' }).click();
    await page.getByRole('button', { name: 'Remove “Please call back”' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The campaign "Leaves messages" leaves "Please call back"').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'Please call back' }).count()).toBe(1);
  });
});
