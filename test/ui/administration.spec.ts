import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Api } from '@marcador/sandbox/api.js';
import type { SandboxUser } from '@marcador/sandbox/set-up.js';
import type { Browser, Locator } from 'playwright-core';
import { packPlugin, type PluginSource } from '../support/pack-plugin.js';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { makeCampaign, UiWorld } from './support/ui-world.js';

const NUMBERS = `Name,Phone
Ana,554130000201
Bia,not a number
Caio,(41) 3000-0202
`;

/** The journeys of those who keep users, groups, services and targets; they build upon each other. */
describeInBrowser('administration in the browser', () => {
  let world: UiWorld;
  let users: ReadonlyMap<string, SandboxUser>;
  let browser: Browser;
  let folder: string;
  let api: Api;
  let master: Visitor;

  const enter = async (role: string) => {
    const { userName, password } = users.get(role)!;
    const visitor = await Visitor.come(browser, world.url);
    await visitor.logIn(userName, password);
    return visitor;
  };
  const row = (name: string, { page } = master): Locator => page.getByRole('row').filter({ hasText: name });
  const told = (text: string | RegExp) => master.page.locator('mat-snack-bar-container').getByText(text);
  const dialog = () => master.page.getByRole('dialog');

  beforeAll(async () => {
    world = await UiWorld.start();
    users = await world.setUp();
    api = await world.apiOf(users.get('MASTER')!);
    await makeCampaign(await world.apiOf(users.get('CAMPAIGN_ADMINISTRATOR')!), 'Renewals');
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'marcador-files-'));
    master = await enter('MASTER');
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe('of groups and users', () => {
    let suggested: string;

    it('makes a group', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Dialer Groups' }).click();
      await page.getByRole('button', { name: 'Add group' }).click();
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog().getByText('This is needed.').waitFor();
      await dialog().getByLabel('Name').fill('Default Dialer Group');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog().getByText('This name is taken').waitFor();
      await dialog().getByLabel('Name').fill('Retention');
      await dialog().getByLabel('Description').fill('Customers who want to leave');
      expect(await master.barriers()).toEqual([]);
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row('Retention').getByText('Customers who want to leave').waitFor();
    });

    it('makes a user with a suggested password, which is changed at the first login', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Dialer Users' }).click();
      await page.getByRole('button', { name: 'Add user' }).click();
      await dialog().getByLabel('User name').fill('rosa');
      await dialog().getByRole('button', { name: 'Suggest one' }).click();
      suggested = await dialog().getByLabel('Password', { exact: true }).inputValue();
      await dialog().getByLabel('Role').click();
      await page.getByRole('option', { name: 'Campaign Administrator' }).click();
      await dialog().getByRole('button', { name: 'Save' }).click();
      // A role that is held in groups needs one.
      await dialog().getByText('This is needed.').waitFor();
      await dialog().getByLabel('Dialer groups').click();
      await page.getByRole('option', { name: 'Retention' }).click();
      await page.keyboard.press('Escape');
      expect(await master.barriers()).toEqual([]);
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row('rosa').getByText('Retention').waitFor();

      const rosa = await Visitor.come(browser, world.url);
      await rosa.logIn('rosa', suggested);
      await rosa.page.getByText('Choose a password of your own before you go on.').waitFor();
      await rosa.leave();
    });

    it('finds, sorts and changes users', async () => {
      const { page } = master;
      await page.getByRole('button', { name: 'User name' }).click();
      await page
        .getByRole('columnheader', { name: 'User name' })
        .and(page.locator('[aria-sort=descending]'))
        .waitFor();
      await page.getByRole('row').nth(1).filter({ hasText: 'supervisor' }).waitFor();
      await page.getByPlaceholder('Search users').fill('ROS');
      await row('supervisor').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Edit user rosa' }).click();
      await dialog().getByLabel('First name').fill('Rosa');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row('rosa').getByText('Rosa', { exact: true }).waitFor();
      await page.getByPlaceholder('Search users').fill('');
      await row('supervisor').waitFor();
    });

    it('leaves nobody without a way back: one’s own account keeps its rights', async () => {
      const { page } = master;
      const removal = page.getByRole('button', { name: 'Remove user master' });
      expect(await removal.getAttribute('aria-disabled')).toBe('true');
      await page.getByRole('button', { name: 'Edit user master' }).click();
      await dialog().getByText('Your own role and dialer groups').waitFor();
      expect(await dialog().getByLabel('Role').getAttribute('aria-disabled')).toBe('true');
      await dialog().getByRole('button', { name: 'Cancel' }).click();
    });

    it('resets a password, which ends what the user has open', async () => {
      const { page } = master;
      const supervisor = await enter('CAMPAIGN_SUPERVISOR');
      await page.getByRole('button', { name: 'Reset password of supervisor' }).click();
      await dialog().getByLabel('Password', { exact: true }).fill('short');
      await dialog().getByRole('button', { name: 'Reset password' }).click();
      await dialog().getByText('At least 8 characters.').waitFor();
      await dialog().getByLabel('Password', { exact: true }).fill('told-by-telephone');
      expect(await master.barriers()).toEqual([]);
      await dialog().getByRole('button', { name: 'Reset password' }).click();
      await told('The password of supervisor was reset.').waitFor();
      await supervisor.open('/campaigns');
      await supervisor.page.waitForURL('**/login?**');
      await supervisor.leave();
    });

    it('shows a Manager the users and the groups that are theirs to keep', async () => {
      const manager = await enter('MANAGER');
      const { page } = manager;
      await row('administrator', manager).waitFor();
      expect(await row('rosa', manager).count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Campaign Management' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: /^Reset password/ }).count()).toBe(0);
      await row('master', manager).getByText('Kept by a Master').waitFor();
      await page.getByRole('button', { name: 'Add user' }).click();
      await page.getByRole('dialog').getByLabel('Role').click();
      expect(await page.getByRole('option').allInnerTexts()).toEqual([
        'Campaign Supervisor',
        'Campaign Administrator',
        'Manager',
      ]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').getByLabel('Dialer groups').click();
      expect(await page.getByRole('option').allInnerTexts()).toEqual(['Default Dialer Group']);
      expect(manager.complaints).toEqual([]);
      await manager.leave();
    });

    it('disables a group once it was said what that does, and enables it again', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Dialer Groups' }).click();
      await page.getByRole('button', { name: 'Disable group Retention' }).click();
      const question = page.getByRole('alertdialog');
      await question.getByText('Started campaigns run on').waitFor();
      expect(await master.barriers()).toEqual([]);
      await question.getByRole('button', { name: 'Disable' }).click();
      await row('Retention').getByText('Disabled').waitFor();
      const rosa = await Visitor.come(browser, world.url);
      await rosa.open('/login');
      await rosa.fillLogin('rosa', suggested);
      await rosa.page.getByRole('alert').waitFor();
      await rosa.leave();
      await page.getByRole('button', { name: 'Enable group Retention' }).click();
      await row('Retention').getByText('Enabled').waitFor();
    });

    it('removes a user, having asked', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Dialer Users' }).click();
      await page.getByRole('button', { name: 'Remove user rosa' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await row('rosa').waitFor({ state: 'detached' });
    });
  });

  describe('of do-not-call services', () => {
    it('tests values before they are saved', async () => {
      const { page } = master;
      const services =
        await api.get<{ type: string; config: { url: string; caCertificate: string } }[]>('/dnc-services');
      const { url, caCertificate } = services.find(({ type }) => type === 'dnc-http')!.config;
      await page.getByRole('link', { name: 'Do-Not-Call Services' }).click();
      await page.getByRole('button', { name: 'Add service' }).click();
      await dialog().getByLabel('Name').fill('State registry');
      await dialog().getByLabel('Type').click();
      await page.getByRole('option', { name: 'Web service' }).click();
      await dialog().getByRole('button', { name: 'Test' }).click();
      await dialog().getByText('This is needed.').waitFor();
      await dialog().getByLabel('URL').fill(url);
      await dialog().getByRole('button', { name: 'Test' }).click();
      await dialog().getByText('The test failed.').waitFor();
      await dialog().getByLabel('CA certificate').fill(caCertificate);
      await dialog().getByRole('button', { name: 'Test' }).click();
      await dialog().getByText('The test passed.').waitFor();
      await dialog().getByRole('button', { name: 'Add', exact: true }).click();
      await dialog().getByLabel('Name').nth(1).fill('X-Key');
      await dialog().getByLabel('Value').fill('a secret');
      expect(await master.barriers()).toEqual([]);
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row('State registry').getByText('In service').waitFor();
    });

    it('keeps a secret that it does not show, and lets what is typed take its place', async () => {
      const { page } = master;
      await page.getByRole('button', { name: 'Edit State registry' }).click();
      await dialog().getByText('A value is stored and is never shown.').waitFor();
      expect(await dialog().getByLabel('Value').inputValue()).not.toContain('secret');
      await dialog().getByLabel('Time-out (ms)').fill('900');
      await dialog().getByRole('button', { name: 'Test' }).click();
      await dialog().getByText('The test passed.').waitFor();
      await dialog().getByRole('button', { name: 'Save' }).click();
      await told('State registry was saved.').waitFor();

      await page.getByRole('button', { name: 'Edit State registry' }).click();
      const url = await dialog().getByLabel('URL').inputValue();
      await dialog().getByLabel('URL').fill('https://127.0.0.1:1/');
      await dialog().getByRole('button', { name: 'Test' }).click();
      await dialog().getByText('the secret might go elsewhere').waitFor();
      await dialog().getByLabel('URL').fill(url);
      await dialog().getByLabel('Value').press('End');
      await page.keyboard.type('another');
      expect(await dialog().getByLabel('Value').inputValue()).toBe('another');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog().waitFor({ state: 'detached' });
    });

    it('shows two editors where their versions differ', async () => {
      const { page } = master;
      await page.getByRole('button', { name: 'Edit State registry' }).click();
      await dialog().getByLabel('Time-out (ms)').fill('1000');
      const other = await enter('MASTER');
      await other.open('/dnc-services');
      await other.page.getByRole('button', { name: 'Edit State registry' }).click();
      await other.page.getByRole('dialog').getByLabel('Time-out (ms)').fill('1100');
      await other.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await other.page.getByRole('dialog').waitFor({ state: 'detached' });
      await other.leave();
      await dialog().getByRole('button', { name: 'Save' }).click();
      const stale = dialog().filter({ hasText: 'Changed meanwhile' });
      const cells = stale.getByRole('row').filter({ hasText: 'Time-out (ms)' }).getByRole('cell');
      await cells.first().waitFor();
      expect(await cells.allInnerTexts()).toEqual(['1000', '1100']);
      await stale.getByRole('button', { name: 'Keep theirs' }).click();
      await dialog().first().waitFor({ state: 'detached' });
    });

    it('limits how old the list of a service may be that keeps no numbers here', async () => {
      const { page } = master;
      await row('State registry').getByRole('link', { name: 'State registry', exact: true }).click();
      await page.getByLabel('Oldest allowed (days)').fill('31');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('The list is older than allowed: see to a newer one.').waitFor();
      expect(await page.locator('input[type=file]').count()).toBe(0);
      expect(await master.barriers()).toEqual([]);
      await page.goBack();
    });

    it('removes a service that no campaign uses; the embedded one can be neither changed nor removed', async () => {
      const { page } = master;
      await page.getByRole('button', { name: 'Remove State registry' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await row('State registry').waitFor({ state: 'detached' });
      expect(await row('Embedded Service').getByRole('button').count()).toBe(0);
    });

    it('takes a list of numbers for the Embedded Service, and tells which rows it left out', async () => {
      const { page } = master;
      const file = join(folder, 'numbers.csv');
      await writeFile(file, NUMBERS);
      await row('Embedded Service').getByRole('link', { name: 'Embedded Service', exact: true }).click();
      await page.getByRole('heading', { name: 'Embedded Service' }).waitFor();
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByLabel('Region of numbers without a country code').fill('Braz');
      await page.getByRole('option', { name: 'Brazil (BR)' }).click();
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
      await page.getByText('Rows read: 3. New numbers: 2.').waitFor();
      await page
        .getByRole('row')
        .filter({ hasText: 'not a phone number' })
        .getByRole('cell', { name: '3' })
        .waitFor();
      expect(await master.barriers()).toEqual([]);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download as CSV' }).click(),
      ]);
      expect(await readFile(await download.path(), 'utf8')).toContain('\r\n3,');
    });

    it('looks up one number', async () => {
      const { page } = master;
      await page.getByLabel('Phone number').fill('(41) 3000-0202');
      await page.getByLabel('Region', { exact: true }).fill('Braz');
      await page.getByRole('option', { name: 'Brazil (BR)' }).click();
      await page.getByRole('button', { name: 'Look up' }).click();
      await page.getByText('+554130000202 is on the list: it is not dialled.').waitFor();
      await page.getByLabel('Phone number').fill('+55 41 3000-0203');
      await page.getByRole('button', { name: 'Look up' }).click();
      await page.getByText('+554130000203 is not on the list.').waitFor();
    });

    it('asks before a list takes the place of another', async () => {
      const { page } = master;
      await page.locator('input[type=file]').setInputFiles(join(folder, 'numbers.csv'));
      await page.getByRole('radio', { name: 'Replace them by these' }).check();
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Replace' }).click();
      await page.getByText('Numbers on the list now: 2.').waitFor();
    });

    it('takes a file that is dropped with the mouse', async () => {
      const { page } = master;
      const area = page.locator('app-file-drop');
      const dataTransfer = await page.evaluateHandle(`(() => {
        const data = new DataTransfer();
        data.items.add(new File(['554130000204\\n'], 'dropped.csv', { type: 'text/csv' }));
        return data;
      })()`);
      await area.dispatchEvent('dragenter', { dataTransfer });
      await area.dispatchEvent('dragover', { dataTransfer });
      await area.locator('label.over').waitFor();
      await area.dispatchEvent('drop', { dataTransfer });
      await area.getByText('dropped.csv').waitFor();
      expect(await area.locator('label.over').count()).toBe(0);
      await page.getByRole('radio', { name: 'Keep them and add these' }).check();
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
      await page.getByText('Numbers on the list now: 3.').waitFor();
    });
  });

  describe('of dial targets', () => {
    it('shows the queues of a target', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Dial Targets' }).click();
      await row('Contact center').getByText('In service').waitFor();
      await page.getByRole('link', { name: 'Contact center', exact: true }).click();
      await row('Sales').getByRole('cell', { name: '5000' }).waitFor();
      expect(await master.barriers()).toEqual([]);
    });

    it('shows who is logged on to a queue and what they do, as it changes', async () => {
      const { page } = master;
      await row('Sales').getByRole('link', { name: 'Sales' }).click();
      await page.getByRole('heading', { name: 'Sales' }).waitFor();
      const seats = page.getByRole('list', { name: 'Agents' }).getByRole('listitem');
      await seats.first().waitFor();
      expect(await seats.count()).toBe(8);
      await world.control('/agents', { agentId: 'sales-agent-3', state: 'break' });
      await seats.filter({ hasText: 'Unavailable' }).waitFor();
      await page.getByRole('button', { name: 'Unavailable' }).click();
      await seats.nth(1).waitFor({ state: 'detached' });
      expect(await seats.count()).toBe(1);
      expect(await master.barriers()).toEqual([]);
      await page.getByRole('button', { name: 'Unavailable' }).click();
      await page.getByRole('searchbox').fill('nobody');
      await page.getByText('Nothing found').waitFor();
      await world.control('/agents', { agentId: 'sales-agent-3', state: 'idle' });
      await page.getByRole('link', { name: 'Contact center' }).click();
      await row('Sales').waitFor();
    });

    it('tests a saved target without its password being typed again', async () => {
      const { page } = master;
      await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link').click();
      await page.getByRole('button', { name: 'Edit Contact center' }).click();
      await dialog().getByRole('button', { name: 'Test' }).click();
      await dialog().getByText('The test passed.').waitFor();
      await dialog().getByLabel('Password').fill('a wrong one');
      await dialog().getByRole('button', { name: 'Test' }).click();
      await dialog().getByText('The test failed.').waitFor();
      await dialog().getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
      await dialog().waitFor({ state: 'detached' });
    });

    it('keeps a target that a campaign uses, and says why', async () => {
      const { page } = master;
      await page.getByRole('button', { name: 'Remove Contact center' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await told('The campaign "Renewals" uses "Contact center"').waitFor();
      await row('Contact center').waitFor();
    });
  });

  describe('of detectors', () => {
    it('asks for the tests of a detector only where it goes by them, and within their ranges', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Detectors' }).click();
      await row('Balanced').getByText('In service').waitFor();
      expect(await row('Balanced').getByRole('button').count()).toBe(0);
      await page.getByRole('button', { name: 'Add detector' }).click();
      await dialog().getByLabel('Name').fill('Impatient');
      await dialog().getByLabel('Profile').waitFor();
      expect(await dialog().getByLabel('Deadline (ms)').count()).toBe(0);
      await dialog().getByLabel('Profile').click();
      await page.getByRole('option', { name: 'Custom' }).click();
      await dialog().getByLabel('Deadline (ms)').fill('100');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog().getByText('At least 500.').waitFor();
      expect(await master.barriers()).toEqual([]);
      await dialog().getByLabel('Deadline (ms)').fill('3500');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row('Impatient').getByText('In service').waitFor();
    });

    it('shows what was saved, and sends nothing of the tests that are not asked for any more', async () => {
      const { page } = master;
      await page.getByRole('button', { name: 'Edit Impatient' }).click();
      expect(await dialog().getByLabel('Deadline (ms)').inputValue()).toBe('3500');
      await dialog().getByLabel('Deadline (ms)').fill('1');
      await dialog().getByLabel('Profile').click();
      await page.getByRole('option', { name: 'Accurate' }).click();
      await dialog().getByRole('button', { name: 'Save' }).click();
      await told('Impatient was saved.').waitFor();
      await page.getByRole('button', { name: 'Remove Impatient' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await row('Impatient').waitFor({ state: 'detached' });
    });
  });

  describe('of plugins', () => {
    const choose = async (source: PluginSource) => {
      const file = join(folder, 'plugin.tgz');
      await writeFile(file, await packPlugin(source));
      await master.page.locator('input[type=file]').setInputFiles(file);
    };

    it('installs a plugin, whose type can then be configured', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Plugins' }).click();
      await row('@marcador/dnc-embedded').getByText('Comes with the product').waitFor();
      await choose({ version: '1.0.0' });
      await page.getByText('acme-dnc 1.0.0 is installed').waitFor();
      await row('acme-dnc').getByText('Loaded').waitFor();
      expect(await master.barriers()).toEqual([]);
      await page.getByRole('link', { name: 'Do-Not-Call Services' }).click();
      await page.getByRole('button', { name: 'Add service' }).click();
      await dialog().getByLabel('Type').click();
      await page.getByRole('option', { name: 'Acme registry' }).click();
      await dialog().getByLabel('Name').fill('Acme');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await row('Acme').getByText('In service').waitFor();
    });

    it('says in the language of the user why a package is refused', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'Plugins' }).click();
      await choose({ version: '2.0.0', api: '^99.0.0' });
      await page.getByText('"acme-dnc" was made for version ^99.0.0 of the plugin contract').waitFor();
      await row('acme-dnc').getByText('1.0.0').waitFor();
    });

    it('upgrades it, disables it after asking, and removes it when nothing uses it', async () => {
      const { page } = master;
      await choose({ version: '2.0.0' });
      await page.getByText('acme-dnc 2.0.0 is installed').waitFor();
      await page.getByRole('button', { name: 'Remove acme-dnc' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await told('"Acme" is configured with this plugin').waitFor();
      await page.getByRole('button', { name: 'Disable acme-dnc' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
      await row('acme-dnc').getByText('Disabled').waitFor();
      const services = await api.get<{ id: string; name: string }[]>('/dnc-services');
      const acme = services.find(({ name }) => name === 'Acme');
      expect(await api.status('DELETE', `/dnc-services/${acme?.id}`)).toBe(204);
      await page.getByRole('button', { name: 'Remove acme-dnc' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await row('acme-dnc').waitFor({ state: 'detached' });
    });
  });

  describe('of the system', () => {
    it('shows registrations, versions and how everything fares', async () => {
      const { page } = master;
      await page.getByRole('link', { name: 'System' }).click();
      await page.getByText('12 of 12 registered').waitFor();
      await row('National registry').getByText('In service').waitFor();
      await page.getByPlaceholder('Search ports').fill('4107');
      await row('4100').waitFor({ state: 'detached' });
      await row('4107').getByText('Registered').waitFor();
      expect(await master.barriers()).toEqual([]);
    });

    it('hands out the log without secrets', async () => {
      const { page } = master;
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download the log' }).click(),
      ]);
      const log = gunzipSync(await readFile(await download.path())).toString();
      expect(log.split('\n').length).toBeGreaterThan(1);
      expect(log).not.toContain(users.get('MASTER')!.password);
    });

    it('complained about nothing on all these pages', () => {
      expect(master.complaints).toEqual([]);
    });
  });
});
