import type { Browser } from 'playwright-core';
import type { SandboxUser } from '@marcador/sandbox/set-up.js';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { makeCampaign, UiWorld } from './support/ui-world.js';

const LONG =
  'Renovação automática de apólices de seguro-viagem corporativo para clientes do interior e do litoral';

/** Every page can be read by everybody: in each language, light and dark, on a telephone. */
describeInBrowser('every page', () => {
  let world: UiWorld;
  let users: ReadonlyMap<string, SandboxUser>;
  let browser: Browser;
  let campaign: string;
  let target: string;
  let service: string;

  beforeAll(async () => {
    world = await UiWorld.start();
    users = await world.setUp();
    const api = await world.apiOf(users.get('CAMPAIGN_ADMINISTRATOR')!);
    campaign = await makeCampaign(api, LONG.slice(0, 100), 'renewals.csv');
    await makeCampaign(api, 'Empty');
    const idOf = async (path: string, type: string) => {
      const all = await api.get<{ id: string; type: string }[]>(path);
      return all.find((each) => each.type === type)?.id ?? '';
    };
    target = await idOf('/dial-targets', 'target-oscc');
    service = await idOf('/dnc-services', 'dnc-embedded');
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const pagesOf = (role: string): string[] => {
    const ofCampaign = ['live', 'summary', 'schedule', 'leads', 'call-records'].map(
      (page) => `/campaigns/${campaign}/${page}`,
    );
    if (role === 'CAMPAIGN_ADMINISTRATOR')
      return ['/campaigns', '/campaigns/call-records', '/campaigns/recordings', ...ofCampaign];
    return [
      '/users',
      '/groups',
      '/dnc-services',
      `/dnc-services/${service}`,
      '/dial-targets',
      `/dial-targets/${target}`,
      `/dial-targets/${target}/queues/sales`,
      '/detectors',
      '/plugins',
      '/system',
      '/nowhere',
    ];
  };

  it.each([
    ['CAMPAIGN_ADMINISTRATOR', 'en', 'light', 1280],
    ['CAMPAIGN_ADMINISTRATOR', 'pt', 'dark', 360],
    ['CAMPAIGN_ADMINISTRATOR', 'es', 'light', 3840],
    ['MASTER', 'pt', 'light', 360],
    ['MASTER', 'es', 'dark', 1280],
  ] as const)(
    'of a %s in %s, %s, %i px wide, has no barrier and nothing outside',
    async (role, language, scheme, width) => {
      const visitor = await Visitor.come(browser, world.url, { language, scheme, width });
      await visitor.open('/login');
      await visitor.page.getByRole('heading', { name: 'Marcador' }).waitFor();
      expect(await visitor.barriers()).toEqual([]);
      const { userName, password } = users.get(role)!;
      await visitor.logIn(userName, password);
      for (const path of pagesOf(role)) {
        await visitor.open(path);
        await visitor.page.locator('#content h1').first().waitFor();
        await visitor.until(`document.querySelector('#content mat-progress-bar') === null`);
        expect({ path, barriers: await visitor.barriers(), overflow: await visitor.overflow() }).toEqual({
          path,
          barriers: [],
          overflow: 0,
        });
      }
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
  );

  it('would be told of a barrier, and of what is outside', async () => {
    const visitor = await Visitor.come(browser, world.url);
    await visitor.open('/login');
    await visitor.page.getByRole('heading', { name: 'Marcador' }).waitFor();
    await visitor.page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="favicon.svg" width="5000">')`,
    );
    expect(await visitor.barriers()).toEqual([expect.stringContaining('image-alt'), expect.anything()]);
    expect(await visitor.overflow()).toBeGreaterThan(0);
    await visitor.leave();
  });

  it('is reached and used by the keyboard alone', async () => {
    const visitor = await Visitor.come(browser, world.url);
    const { page } = visitor;
    const { userName, password } = users.get('CAMPAIGN_ADMINISTRATOR')!;
    await visitor.logIn(userName, password);
    await visitor.until(`document.activeElement?.textContent?.trim() === 'Campaign Management'`);
    await visitor.open('/campaigns');
    await page.getByRole('link', { name: 'Empty' }).waitFor();
    await page.keyboard.press('Tab');
    await page.getByText('Skip to the content').waitFor({ state: 'visible' });
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.getByRole('link', { name: 'Empty' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Empty' }).waitFor();
    // Who listens hears where they are.
    await visitor.until(`document.activeElement?.textContent?.trim() === 'Empty'`);
    await visitor.leave();
  });
});
