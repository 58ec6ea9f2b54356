import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '@marcador/sandbox/api.js';
import type { SandboxUser } from '@marcador/sandbox/set-up.js';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { makeCampaign, UiWorld } from './support/ui-world.js';

const LEADS = `Name,Phone
Ana,554130000201
Bia,190
Caio,554130000201
`;
/** Nobody listens there. */
const NOWHERE = 'https://127.0.0.1:1/donotcall';
/** Words without which hardly any English sentence does. */
const ENGLISH = /\b(the|is|are|of|and|with|not|this|which|cannot|been|has|have|there|your|was)\b/i;

const SAID = {
  pt: {
    wrongPassword: 'O nome de usuário ou a senha está incorreto.',
    url: 'Informe um endereço que comece com https://.',
    unreachable: 'Não é possível acessar 127.0.0.1:1 (ECONNREFUSED).',
    tooShort: 'O número de telefone é longo ou curto demais para o seu país.',
    duplicate: '554130000201: O número já está na linha 2.',
    headings: 'Nome,Telefone,Descrição,Linha,Motivo',
    dayThere: /^Já existe uma entrada da programação em \d+ .+ \d{4}: altere-a\.$/,
  },
  es: {
    wrongPassword: 'El nombre de usuario o la contraseña no es correcto.',
    url: 'Indique una dirección que empiece por https://.',
    unreachable: 'No se puede contactar con 127.0.0.1:1 (ECONNREFUSED).',
    tooShort: 'El número de teléfono es demasiado largo o demasiado corto para su país.',
    duplicate: '554130000201: El número ya está en la línea 2.',
    headings: 'Nombre,Teléfono,Descripción,Línea,Motivo',
    dayThere: /^Ya hay una entrada de la programación el \d+ .+ \d{4}: modifíquela\.$/,
  },
} as const;

/** What the service itself says reaches people in their language. */
describeInBrowser.each(['pt', 'es'] as const)('a person who reads %s', (language) => {
  const said = SAID[language];
  let world: UiWorld;
  let users: ReadonlyMap<string, SandboxUser>;
  let administrator: Api;
  let campaign: string;
  let browser: Browser;
  let folder: string;
  let master: Visitor;
  let keeper: Visitor;

  const enter = async (role: string) => {
    const { userName, password } = users.get(role)!;
    const visitor = await Visitor.come(browser, world.url, { language });
    await visitor.open('/login');
    await visitor.fillLogin(userName, 'not the password');
    await visitor.page.getByRole('alert').getByText(said.wrongPassword).waitFor();
    await visitor.logIn(userName, password);
    return visitor;
  };
  /** English sentences on the page, and in what is read aloud on it. */
  const englishOn = async ({ page }: Visitor) => {
    const texts = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('body, body *')].flatMap((element) => [
      ...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data.trim()),
      ...['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    ]).filter((text) => text !== '')`);
    return [await page.title(), ...texts].filter((text) => ENGLISH.test(text));
  };

  beforeAll(async () => {
    world = await UiWorld.start();
    users = await world.setUp();
    const service = await world.apiOf(users.get('MASTER')!);
    await service.post('/dnc-services', { name: 'Procon', type: 'dnc-http', config: { url: NOWHERE } });
    administrator = await world.apiOf(users.get('CAMPAIGN_ADMINISTRATOR')!);
    campaign = await makeCampaign(administrator, 'Renova');
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'marcador-files-'));
    master = await enter('MASTER');
    keeper = await enter('CAMPAIGN_ADMINISTRATOR');
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is told at the field, in the dialog and in the list what is wrong with a service', async () => {
    const { page } = master;
    await master.open('/dnc-services');
    const row = page.getByRole('row').filter({ hasText: 'Procon' });
    await row.getByText(said.unreachable).waitFor();
    await row.getByRole('button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('button.test').click();
    await dialog.getByText(said.unreachable).waitFor();
    await dialog.getByLabel('URL').fill('http://127.0.0.1:1/donotcall');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText(said.url).waitFor();
    expect(await englishOn(master)).toEqual([]);
    await dialog.getByLabel('URL').fill(NOWHERE);
    await page.keyboard.press('Escape');
  });

  it('reads why rows of a file were left out, on the page and in the file with them', async () => {
    const { page } = keeper;
    const file = join(folder, 'leads.csv');
    await writeFile(file, LEADS);
    await keeper.open('/campaigns');
    await page.getByRole('row').filter({ hasText: 'Renova' }).locator('button[aria-haspopup=menu]').click();
    await page.getByRole('menuitem').nth(1).click();
    await page.locator('input[type=file]').setInputFiles(file);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('cell', { name: said.tooShort }).waitFor();
    await dialog.getByRole('cell', { name: said.duplicate }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.locator('a[download]').click(),
    ]);
    const rows = await readFile(await download.path(), 'utf8');
    expect(rows).toContain(said.headings);
    expect(rows).toContain(said.tooShort);
    expect(await englishOn(keeper)).toEqual([]);
    await keeper.page.keyboard.press('Escape');
  });

  it('reads a date in a refusal as dates are written', async () => {
    const { page } = keeper;
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await keeper.open(`/campaigns/${campaign}/schedule`);
    await page.locator('.tools button').last().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input').first().fill(tomorrow);
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText(said.dayThere).waitFor();
    expect(await englishOn(keeper)).toEqual([]);
  });

  it('finds no English sentence on any page', async () => {
    await administrator.post(`/campaigns/${campaign}/start`);
    const ofCampaign = ['live', 'summary', 'schedule', 'leads', 'call-records'];
    const all: [Visitor, string[]][] = [
      [master, ['/users', '/groups', '/dnc-services', '/dial-targets', '/system', '/nowhere']],
      [
        keeper,
        [
          '/campaigns',
          '/campaigns/call-records',
          ...ofCampaign.map((page) => `/campaigns/${campaign}/${page}`),
        ],
      ],
    ];
    for (const [visitor, paths] of all) {
      for (const path of paths) {
        await visitor.open(path);
        await visitor.page.locator('#content h1').first().waitFor();
        await visitor.until(`document.querySelector('#content mat-progress-bar') === null`);
        if (path === '/system') await visitor.page.getByText(said.unreachable).waitFor();
        expect({ path, english: await englishOn(visitor) }).toEqual({ path, english: [] });
      }
      expect(visitor.complaints).toEqual([]);
    }
  });
});
