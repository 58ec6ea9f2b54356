import type { SandboxUser } from '@marcador/sandbox/set-up.js';
import type { Browser, Locator } from 'playwright-core';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { makeCampaign, UiWorld } from './support/ui-world.js';

const LEADS = Array.from(
  { length: 35 },
  (_, n) => `Lead ${String(n + 1).padStart(2, '0')},${554130000300 + n}`,
).join('\n');

/** What is chosen of a list stands in the address: reload, the way back and a link show the same. */
describeInBrowser('lists', () => {
  let world: UiWorld;
  let users: ReadonlyMap<string, SandboxUser>;
  let browser: Browser;
  let campaign: string;

  const enter = async (role: string) => {
    const { userName, password } = users.get(role)!;
    const visitor = await Visitor.come(browser, world.url);
    await visitor.logIn(userName, password);
    return visitor;
  };
  const range = ({ page }: Visitor, text: string): Locator =>
    page.locator('app-paginator').getByText(text, { exact: true });
  const visitorAt = (visitor: Visitor, search: string) => visitor.until(`location.search === '${search}'`);
  const names = ({ page }: Visitor) => page.locator('tbody tr td:first-child').allInnerTexts();
  const leads = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => `Lead ${String(from + n).padStart(2, '0')}`);

  beforeAll(async () => {
    world = await UiWorld.start();
    users = await world.setUp();
    const master = await world.apiOf(users.get('MASTER')!);
    for (let n = 11; n <= 24; n++) await master.post('/groups', { name: `Team ${n}` });
    const administrator = await world.apiOf(users.get('CAMPAIGN_ADMINISTRATOR')!);
    campaign = await makeCampaign(administrator, 'Renewals');
    await administrator.upload(`/campaigns/${campaign}/leads`, LEADS);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('keep page, order, search and rows on a page over a reload, the way back, and for whom the link is passed on to', async () => {
    const master = await enter('MASTER');
    const { page } = master;
    const search = page.getByPlaceholder('Search groups');
    await page.getByRole('link', { name: 'Dialer Groups' }).click();
    await range(master, '1–10 of 15').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await range(master, '11–15 of 15').waitFor();
    await visitorAt(master, '?page=2');
    const last = await names(master);
    await page.reload();
    await range(master, '11–15 of 15').waitFor();
    expect(await names(master)).toEqual(last);

    // Another order begins at the first page.
    await page.getByRole('button', { name: 'Name' }).click();
    await range(master, '1–10 of 15').waitFor();
    expect((await names(master))[0]).toBe('Team 24');
    await search.fill('team');
    await range(master, '1–10 of 14').waitFor();
    await page.getByLabel('Rows per page').selectOption('25');
    await range(master, '1–14 of 14').waitFor();
    const wanted = '?sort=-name&search=team&size=25';
    await visitorAt(master, wanted);
    const other = await enter('MASTER');
    await other.open(`/groups${wanted}`);
    await range(other, '1–14 of 14').waitFor();
    expect(await names(other)).toEqual(await names(master));
    expect(await other.page.getByPlaceholder('Search groups').inputValue()).toBe('team');
    await other.leave();

    await page.goBack();
    await range(master, '1–10 of 14').waitFor();
    expect(await search.inputValue()).toBe('team');
    await page.goBack();
    await range(master, '11–15 of 15').waitFor();
    expect([await names(master), await search.inputValue()]).toEqual([last, '']);
    await page.goForward();
    await range(master, '1–10 of 14').waitFor();
    expect(await search.inputValue()).toBe('team');
    expect(master.complaints).toEqual([]);
    await master.leave();
  });

  it('without page numbers are turned on and back, also after a reload', async () => {
    const visitor = await enter('CAMPAIGN_ADMINISTRATOR');
    const { page } = visitor;
    const turn = async (way: 'Next' | 'Previous', to: string) => {
      await page.getByRole('button', { name: `${way} page` }).click();
      await range(visitor, to).waitFor();
    };
    await visitor.open(`/campaigns/${campaign}/leads?sort=name`);
    await range(visitor, '1–10 of 35').waitFor();
    await turn('Next', '11–20 of 35');
    await turn('Next', '21–30 of 35');
    await page.reload();
    await range(visitor, '21–30').waitFor();
    expect(await names(visitor)).toEqual(leads(21, 30));
    await turn('Previous', '11–20');
    expect(await names(visitor)).toEqual(leads(11, 20));
    await page.reload();
    await range(visitor, '11–20').waitFor();
    await turn('Next', '21–30');
    expect(await names(visitor)).toEqual(leads(21, 30));
    await turn('Next', '31–35');
    expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
    await page.goBack();
    await range(visitor, '21–30').waitFor();
    await turn('Previous', '11–20');
    await turn('Previous', '1–10 of 35');
    expect(await names(visitor)).toEqual(leads(1, 10));
    expect(await page.getByRole('button', { name: 'Previous page' }).isDisabled()).toBe(true);
    await visitorAt(visitor, '?sort=name');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('keep their filters', async () => {
    const visitor = await enter('CAMPAIGN_ADMINISTRATOR');
    const { page } = visitor;
    await visitor.open(`/campaigns/${campaign}/leads`);
    await page.getByLabel('Status').click();
    await page.getByRole('option', { name: 'Busy' }).click();
    await page.getByText('Nothing found').waitFor();
    await page.reload();
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('combobox', { name: 'Status' }).getByText('Busy').waitFor();
    await page.goBack();
    await range(visitor, '1–10 of 35').waitFor();

    await visitor.open('/campaigns/call-records?result=BUSY&phone=554130000300&from=2026-11-02');
    await page.getByText('Nothing found').waitFor();
    expect(await page.getByLabel('Phone').inputValue()).toBe('554130000300');
    expect(await page.getByLabel('From').first().inputValue()).toBe('02/11/2026');
    await page.getByRole('button', { name: 'Clear' }).click();
    await visitorAt(visitor, '');
    expect(await page.getByLabel('Phone').inputValue()).toBe('');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('of campaigns show those that others make, and no longer those that others remove', async () => {
    const visitor = await enter('CAMPAIGN_SUPERVISOR');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Renewals' }).waitFor();
    await page.getByText('0 of 35').waitFor();
    const administrator = await world.apiOf(users.get('CAMPAIGN_ADMINISTRATOR')!);
    const made = await makeCampaign(administrator, 'Made by others');
    await page.getByRole('link', { name: 'Made by others' }).waitFor();
    expect(await administrator.status('DELETE', `/campaigns/${made}`)).toBe(204);
    await page.getByRole('link', { name: 'Made by others' }).waitFor({ state: 'detached' });
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});
