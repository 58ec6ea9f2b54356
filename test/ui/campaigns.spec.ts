import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxUser } from '@marcador/sandbox/set-up.js';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { makeCampaign, UiWorld } from './support/ui-world.js';

const LEADS = `Name,Phone,Description
Mary Silvester,554130000101,gold
James Moore,554130000102,silver
Maria da Conceição dos Santos Albuquerque de Vasconcelos e Sá,554130000103,
Nobody,12,
James Moore again,554130000102,
`;

/** The journeys of people who keep campaigns; they build upon each other. */
describeInBrowser('a campaign in the browser', () => {
  let world: UiWorld;
  let users: ReadonlyMap<string, SandboxUser>;
  let browser: Browser;
  let folder: string;
  let administrator: Visitor;

  const enter = async (role: string) => {
    const { userName, password } = users.get(role)!;
    const visitor = await Visitor.come(browser, world.url);
    await visitor.logIn(userName, password);
    return visitor;
  };
  const row = (name: string) => administrator.page.getByRole('row').filter({ hasText: name });

  beforeAll(async () => {
    world = await UiWorld.start();
    users = await world.setUp();
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'marcador-files-'));
    administrator = await enter('CAMPAIGN_ADMINISTRATOR');
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is made in a dialog that says at the field what is missing', async () => {
    const { page } = administrator;
    await page.getByRole('button', { name: 'Add campaign' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add campaign' }).click();
    expect(await dialog.getByText('This is needed.').count()).toBeGreaterThan(0);
    await dialog.getByLabel('Name', { exact: false }).first().fill('Renewals');
    await dialog.getByLabel('Last day').fill('31/12/2099');
    await dialog.getByLabel('Start time').fill('0');
    await dialog.getByLabel('End time').fill('2359');
    for (const weekday of ['Sat', 'Sun']) await dialog.getByRole('button', { name: weekday }).click();
    await dialog.getByLabel('Time zone').fill('UTC');
    await dialog.getByLabel('Type').click();
    await page.getByRole('option', { name: 'Contact center' }).click();
    await dialog.getByLabel('Queue').click();
    await page.getByRole('option', { name: 'Sales' }).click();
    await dialog.getByLabel('Pilot number').fill('5000');
    await dialog.getByLabel('Region of the numbers').fill('Brazil (BR)');
    await dialog.getByText('The default: neither hasty nor slow.').waitFor();
    await dialog.getByLabel('Detector', { exact: true }).click();
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Fast', 'Balanced', 'Accurate']);
    await page.getByRole('option', { name: 'Accurate' }).click();
    await dialog.getByText('Is wrong least often').waitFor();
    await dialog.getByRole('button', { name: 'Add campaign' }).click();
    // Too many days: the server refuses them, and the last day says so.
    await dialog.getByText('1,830').waitFor();
    const inAWeek = new Date(Date.now() + 6 * 86_400_000);
    await dialog.getByLabel('Last day').fill(inAWeek.toISOString().slice(0, 10));
    await dialog.getByRole('button', { name: 'Add campaign' }).click();
    await row('Renewals').getByText('Stopped').waitFor();
  });

  it('asks before what was typed is lost', async () => {
    const { page } = administrator;
    await row('Renewals').getByRole('button', { name: 'More about' }).click();
    await page.getByRole('menuitem', { name: 'Edit campaign' }).click();
    await page.getByRole('dialog').getByLabel('Description').fill('Something else');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('dialog').getByLabel('Description').inputValue()).toBe('Something else');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('shows two editors where their versions differ, and keeps the one that is chosen', async () => {
    const { page } = administrator;
    await row('Renewals').getByRole('button', { name: 'More about' }).click();
    await page.getByRole('menuitem', { name: 'Edit campaign' }).click();
    const dialog = page.getByRole('dialog').first();
    await dialog.getByLabel('Max attempts').fill('3');

    const other = await enter('CAMPAIGN_ADMINISTRATOR');
    await other.page
      .getByRole('row')
      .filter({ hasText: 'Renewals' })
      .getByRole('button', { name: 'More' })
      .click();
    await other.page.getByRole('menuitem', { name: 'Edit campaign' }).click();
    await other.page.getByRole('dialog').getByLabel('Max attempts').fill('7');
    await other.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await other.page.getByRole('dialog').waitFor({ state: 'detached' });
    await other.leave();

    await dialog.getByRole('button', { name: 'Save' }).click();
    const stale = page.getByRole('dialog').filter({ hasText: 'Changed meanwhile' });
    await stale.getByRole('row').filter({ hasText: 'Max attempts' }).waitFor();
    expect(
      await stale.getByRole('row').filter({ hasText: 'Max attempts' }).getByRole('cell').allInnerTexts(),
    ).toEqual(['3', '7']);
    await stale.getByRole('button', { name: 'Save mine' }).click();
    await page.getByRole('dialog').first().waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Renewals' }).click();
    await page.getByRole('link', { name: 'Summary' }).click();
    await page.getByText('Max attempts').waitFor();
    expect(await page.locator('dt:has-text("Max attempts") + dd').innerText()).toBe('3');
  });

  it('takes a CSV file and reports what became of its rows', async () => {
    const { page } = administrator;
    const file = join(folder, 'leads.csv');
    await writeFile(file, LEADS);
    await page.getByRole('link', { name: 'Leads' }).click();
    await page.getByRole('button', { name: 'Upload leads' }).first().click();
    await page.locator('input[type=file]').setInputFiles(file);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('leads.csv: 3 of 5 rows were loaded.').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'Download the rows' }).click(),
    ]);
    const rows = await readFile(await download.path(), 'utf8');
    expect(rows).toContain('Nobody');
    expect(rows).toContain('James Moore again');
    expect(await administrator.barriers()).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('cell', { name: 'Mary Silvester', exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBe(4);
  });

  it('is edited lead by lead', async () => {
    const { page } = administrator;
    await page.getByRole('button', { name: 'Edit Mary Silvester' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Phone number').fill('12');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('mat-error').waitFor();
    await dialog.getByLabel('Phone number').fill('(41) 3000-0109');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: '554130000109' }).waitFor();
  });

  it('has its days changed one by one and all at once, while it is stopped', async () => {
    const { page } = administrator;
    await page.getByRole('link', { name: 'Schedule' }).click();
    await page.getByRole('button', { name: 'Edit all' }).click();
    await page.getByRole('dialog').getByLabel('End time').fill('24');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: '24:00 GMT' }).first().waitFor();
    const days = await page.getByRole('row').count();
    await page.getByRole('button', { name: 'Remove' }).last().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page
      .getByRole('row')
      .nth(days - 1)
      .waitFor({ state: 'detached' });
  });

  it('dials when it is started, and shows it as it happens', async () => {
    const { page } = administrator;
    await page.getByRole('link', { name: 'Live' }).click();
    await page.getByText('The campaign is stopped').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('The campaign is stopped').waitFor({ state: 'detached' });
    await page.locator('.outcomes li').first().waitFor();
    expect(await administrator.barriers()).toEqual([]);
  });

  it('cannot be changed while it is started', async () => {
    const { page } = administrator;
    await page.getByRole('link', { name: 'Schedule' }).click();
    await page.getByText('Stop the campaign to change its schedule.').waitFor();
    expect(await page.getByRole('button', { name: 'Edit all' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Leads' }).click();
    expect(await page.getByRole('button', { name: 'Upload leads' }).first().isDisabled()).toBe(true);
  });

  it('leaves call records that are found, shown and downloaded', async () => {
    const { page } = administrator;
    await page.getByRole('link', { name: 'Call records' }).click();
    const details = page.getByRole('button', { name: 'Details of the call' }).first();
    await details.click();
    await page.getByRole('dialog').getByText('What happened when').waitFor();
    expect(await administrator.barriers()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('Renewals');
    await page.getByLabel('Phone number').fill('550000000000');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('Nothing found').waitFor();
  });

  it('is stopped, and removed after a question; its call records stay', async () => {
    const { page } = administrator;
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Start' }).waitFor();
    // Its leads are given back when the calls under way have ended.
    await page.getByRole('link', { name: 'Live' }).click();
    const underWay = page.locator('section').filter({ hasText: 'Calls under way' }).first().locator('.big');
    await underWay.filter({ hasText: /^0$/ }).waitFor();
    await page.getByRole('button', { name: 'More about' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('There is no campaign yet.').waitFor();
    await page.getByRole('link', { name: 'Call records' }).click();
    await page.getByRole('cell', { name: 'Renewals' }).first().waitFor();
    expect(administrator.complaints).toEqual([]);
  });

  it('shows a supervisor what may be seen, and nothing to do', async () => {
    const id = await makeCampaign(await world.apiOf(users.get('CAMPAIGN_ADMINISTRATOR')!), 'Watched');
    const supervisor = await enter('CAMPAIGN_SUPERVISOR');
    const { page } = supervisor;
    await page.getByRole('link', { name: 'Watched' }).waitFor();
    expect(await page.locator('header nav a').allInnerTexts()).toEqual(['Campaign Management']);
    for (const action of ['Add campaign', 'Start', 'Stop'])
      expect(await page.getByRole('button', { name: action }).count()).toBe(0);
    await page.getByRole('link', { name: 'Watched' }).click();
    await page.getByText('Why is it not dialling?').waitFor();
    const pages = page.getByRole('navigation', { name: 'Pages of' });
    expect(await pages.getByRole('link').allInnerTexts()).toEqual(['Live', 'Summary', 'Schedule']);
    // An address that the role has no page for leads to what is its own.
    await supervisor.open(`/campaigns/${id}/leads`);
    await page.getByRole('heading', { name: 'Campaign Management' }).waitFor();
    expect(supervisor.complaints).toEqual([]);
    await supervisor.leave();
  });
});
