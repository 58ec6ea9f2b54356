import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { makeCampaign, UiWorld } from './support/ui-world.js';
import type { Api } from '@marcador/sandbox/api.js';

const PASSWORD = 'master-of-the-test';

/** What holds for everybody who is logged in; the journeys build upon each other. */
describeInBrowser('a session in the browser', () => {
  let world: UiWorld;
  let browser: Browser;
  let master: Visitor;

  beforeAll(async () => {
    world = await UiWorld.start();
    browser = await launchBrowser();
    master = await Visitor.come(browser, world.url);
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('begins where the user wanted to go, with a password that is right', async () => {
    const { page } = master;
    await master.open('/system');
    await page.getByRole('heading', { name: 'Marcador' }).waitFor();
    expect(new URL(page.url()).searchParams.get('back')).toBe('/system');
    await master.fillLogin('master', 'a wrong one');
    await page.getByText('The user name or the password is wrong.').waitFor();
  });

  it('of a first login begins with a password of one’s own', async () => {
    const { page } = master;
    await master.fillLogin('master', world.firstPassword);
    await page.getByText('Choose a password of your own before you go on.').waitFor();
    await page.getByLabel('Current password').fill(world.firstPassword);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password again').fill('another one');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The two passwords differ.').waitFor();
    expect(await master.barriers()).toEqual([]);
    await page.getByLabel('New password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('heading', { name: 'Campaign Management' }).waitFor();
  });

  it('speaks another language at once, and remembers it', async () => {
    const { page } = master;
    await page.getByRole('button', { name: 'User menu of master' }).click();
    await page.getByRole('menuitemradio', { name: 'Português' }).click();
    await page.getByRole('heading', { name: 'Gestão de campanhas' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Gestão de campanhas' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('pt');
    expect(await page.title()).toContain('Gestão de campanhas');
    await page.getByRole('button', { name: 'Menu do usuário master' }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Campaign Management' }).waitFor();
  });

  it('follows the system in light and dark until one is chosen', async () => {
    const { page } = master;
    const background = 'getComputedStyle(document.body).backgroundColor';
    const light = await page.evaluate<string>(background);
    await page.emulateMedia({ colorScheme: 'dark' });
    await master.until(`${background} !== '${light}'`);
    await page.getByRole('button', { name: 'User menu of master' }).click();
    await page.getByRole('menuitemradio', { name: 'Light' }).click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await master.until(`${background} === '${light}'`);
  });

  describe('that ends while a form is open', () => {
    let administrator: Api;
    let visitor: Visitor;

    beforeAll(async () => {
      await world.setUpOutside(PASSWORD);
      const api = await world.api();
      await api.logIn('master', PASSWORD);
      const { items } = await api.get<{ items: { id: string }[] }>('/groups');
      const user = { userName: 'keeper', password: 'keeper-of-campaigns', role: 'CAMPAIGN_ADMINISTRATOR' };
      const groupIds = items.map(({ id }) => id);
      await api.post('/users', { ...user, groupIds, mustChangePassword: false });
      administrator = await world.apiOf(user);
      await makeCampaign(administrator, 'Renewals');
      visitor = await Visitor.come(browser, world.url);
      await visitor.logIn(user.userName, user.password);
    });

    it('goes on after a login over the page, with what was typed', async () => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'More about' }).click();
      await page.getByRole('menuitem', { name: 'Edit campaign' }).click();
      const dialog = page.getByRole('dialog').first();
      await dialog.getByLabel('Description').fill('Typed before the session ended');
      await visitor.context.clearCookies();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Your session has ended.').waitFor();
      expect(await visitor.barriers()).toEqual([]);
      await visitor.fillLogin('keeper', 'keeper-of-campaigns');
      await page.getByRole('cell', { name: 'Typed before the session ended' }).waitFor();
    });

    it('tells that the service is away, and catches up when it is back', async () => {
      const { page } = visitor;
      await visitor.context.setOffline(true);
      await page.getByPlaceholder('Search campaigns').fill('Renew');
      await page.getByText('No connection to the service.').waitFor();
      // What was there stays to be read.
      await page.getByRole('link', { name: 'Renewals' }).waitFor();
      await makeCampaign(administrator, 'Renewals of today');
      await visitor.context.setOffline(false);
      await page.getByRole('link', { name: 'Renewals of today' }).waitFor();
      await page.getByText('No connection to the service.').waitFor({ state: 'detached' });
    });

    it('sends nothing twice, however often the button is pressed', async () => {
      const { page } = visitor;
      let sent = 0;
      await page.route('**/api/v1/campaigns/*', async (route) => {
        if (route.request().method() === 'PATCH') sent++;
        await new Promise((resolve) => setTimeout(resolve, 300));
        await route.continue();
      });
      await page.getByRole('button', { name: 'More about “Renewals”' }).click();
      await page.getByRole('menuitem', { name: 'Edit campaign' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Description').fill('Pressed twice');
      await page.evaluate(
        `(() => { const save = document.querySelector('mat-dialog-container button[type=submit]'); save.click(); save.click(); })()`,
      );
      await dialog.waitFor({ state: 'detached' });
      expect(sent).toBe(1);
      await page.unroute('**/api/v1/campaigns/*');
    });
  });

  it('ends where it is told to, and leaves nothing behind', async () => {
    const { page } = master;
    await page.getByRole('button', { name: 'User menu of master' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.waitForURL('**/login');
    await master.open('/campaigns');
    await page.waitForURL('**/login?back=%2Fcampaigns');
    expect(master.complaints).toEqual([]);
  });
});
