import type { Browser } from 'playwright-core';
import type { SandboxUser } from '@marcador/sandbox/set-up.js';
import { describeInBrowser, launchBrowser, Visitor } from './support/browser.js';
import { UiWorld } from './support/ui-world.js';

const AT = '2026-11-20T12:00:00.000Z';
/** A call that was answered and handed over, as the API tells of it. */
const ANSWERED = {
  id: '1',
  campaignId: '5b0f6f0a-7c0c-4b5f-9d44-0a2f8a3f5b11',
  campaignName: 'Renewals',
  groupId: '5b0f6f0a-7c0c-4b5f-9d44-0a2f8a3f5b12',
  leadId: '7',
  leadName: 'Ana Souza',
  phone: '554130000101',
  attempt: 1,
  node: 'node-1',
  port: '4711',
  callId: 'abc@127.0.0.1',
  claimedAt: AT,
  dialledAt: AT,
  ringingAt: AT,
  answeredAt: AT,
  amdAt: null,
  transferredAt: AT,
  endedAt: AT,
  result: 'SUCCESS',
  subReason: null,
  sipCode: 200,
  q850Cause: null,
  transferSipCode: null,
  amdAnsweredBy: null,
  amdMachine: null,
  amdReason: null,
  amdConfidence: null,
  amdDecidedMs: null,
  amdMeasurements: null,
  messageAt: null,
  messagePlayedMs: null,
  dncInstanceId: null,
  dncService: null,
  dncVerdict: null,
  audioCodec: 'PCMA',
  audioEncrypted: true,
  audioPacketsSent: 1250,
  audioPacketsReceived: 1245,
  audioPacketsLost: 5,
  audioLossShare: 0.004,
  audioJitterMs: 3.52,
  audioRemotePacketsLost: 0,
  audioRemoteJitterMs: 1.25,
  audioRoundTripMs: 41.53,
};
const UNHEARD = {
  ...ANSWERED,
  leadName: 'Bob Moore',
  audioPacketsReceived: 0,
  audioPacketsLost: null,
  audioLossShare: null,
  audioJitterMs: null,
  audioRemotePacketsLost: null,
  audioRemoteJitterMs: null,
  audioRoundTripMs: null,
};
const NO_FIGURES = {
  ...UNHEARD,
  leadName: 'Cid Torres',
  audioCodec: null,
  audioEncrypted: null,
  audioPacketsSent: null,
  audioPacketsReceived: null,
};
const NOT_ANSWERED = {
  ...NO_FIGURES,
  leadName: 'Eve Lopes',
  ringingAt: null,
  answeredAt: null,
  transferredAt: null,
  result: 'BUSY',
  sipCode: 486,
};
const MACHINE = {
  ...ANSWERED,
  leadName: 'Fay Gomes',
  result: 'AMD',
  transferredAt: null,
  amdAnsweredBy: 'MACHINE',
  amdMachine: 'beep',
  amdReason: 'tone',
  amdConfidence: 0.97,
  amdDecidedMs: 3240,
};
const PERSON = { ...ANSWERED, leadName: 'Gil Moraes', amdAnsweredBy: 'HUMAN', amdReason: 'speech-pattern' };
/** A greeting, its beep, and what a detector made of them. */
const HEARD = {
  frameMs: 20,
  levelDbov: Array.from({ length: 162 }, (_, n) => (n < 20 ? -62 : n > 150 ? -18 : -38 + ((n * 7) % 19))),
  speech: [
    { fromMs: 400, toMs: 1360 },
    { fromMs: 1600, toMs: 2900 },
  ],
  tones: [{ fromMs: 3020, toMs: 3240, hz: 1400 }],
  belief: Array.from({ length: 33 }, (_, n) => ({
    atMs: n * 100,
    machine: n < 5 ? 0.5 : Math.min(1, n / 32),
  })),
};
const RECORDS = [ANSWERED, UNHEARD, NO_FIGURES, NOT_ANSWERED, MACHINE, PERSON].map((record, n) => ({
  ...record,
  id: String(n + 1),
}));

const LANGUAGES = [
  {
    language: 'en',
    width: 1280,
    heading: 'Audio',
    figures: [
      'From the called number | To the called number',
      'Packets | 1,245 | 1,250',
      'Lost packets | 5 (0.4%) | 0',
      'Jitter | 3.5 ms at most | 1.3 ms at last',
      'Round trip | 41.5 ms',
      'Codec | PCMA, encrypted (SRTP)',
    ],
    unheard: [
      'Packets | 0 | 1,250',
      'Lost packets | not measured | not measured',
      'Jitter | not measured | not measured',
      'Round trip | not measured',
    ],
    nothing: 'Not measured:',
    heard: [
      'Heard | From | To',
      'Speech | 0.40 s | 1.36 s',
      'Speech | 1.60 s | 2.90 s',
      'Tone of 1,400 Hz | 3.02 s | 3.24 s',
      'beep | 3.24 s',
    ],
    unkept: 'Nothing was kept of it',
  },
  {
    language: 'pt',
    width: 360,
    heading: 'Áudio',
    figures: [
      'Do número chamado | Para o número chamado',
      'Pacotes | 1.245 | 1.250',
      'Pacotes perdidos | 5 (0,4%) | 0',
      'Jitter | 3,5 ms no máximo | 1,3 ms por último',
      'Ida e volta | 41,5 ms',
      'Codec | PCMA, criptografado (SRTP)',
    ],
    unheard: [
      'Pacotes | 0 | 1.250',
      'Pacotes perdidos | não medido | não medido',
      'Jitter | não medido | não medido',
      'Ida e volta | não medido',
    ],
    nothing: 'Não medido:',
    heard: [
      'Ouvido | De | Até',
      'Fala | 0,40 s | 1,36 s',
      'Fala | 1,60 s | 2,90 s',
      'Tom de 1.400 Hz | 3,02 s | 3,24 s',
      'bipe | 3,24 s',
    ],
    unkept: 'Nada foi guardado',
  },
  {
    language: 'es',
    width: 800,
    heading: 'Audio',
    figures: [
      'Del número llamado | Al número llamado',
      'Paquetes | 1245 | 1250',
      'Paquetes perdidos | 5 (0,4 %) | 0',
      'Jitter | 3,5 ms como máximo | 1,3 ms por último',
      'Ida y vuelta | 41,5 ms',
      'Códec | PCMA, cifrado (SRTP)',
    ],
    unheard: [
      'Paquetes | 0 | 1250',
      'Paquetes perdidos | no medido | no medido',
      'Jitter | no medido | no medido',
      'Ida y vuelta | no medido',
    ],
    nothing: 'No medido:',
    heard: [
      'Oído | Desde | Hasta',
      'Habla | 0,40 s | 1,36 s',
      'Habla | 1,60 s | 2,90 s',
      'Tono de 1400 Hz | 3,02 s | 3,24 s',
      'pitido | 3,24 s',
    ],
    unkept: 'No se guardó nada',
  },
] as const;

describeInBrowser('the details of a call record', () => {
  let world: UiWorld;
  let administrator: SandboxUser;
  let browser: Browser;

  beforeAll(async () => {
    world = await UiWorld.start();
    administrator = (await world.setUp()).get('CAMPAIGN_ADMINISTRATOR')!;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it.each(LANGUAGES)(
    'tell in $language how the audio fared, what of it nobody measured, and what the detector heard',
    async ({ language, width, heading, figures, unheard, nothing, heard, unkept }) => {
      const visitor = await Visitor.come(browser, world.url, { language, width });
      const { page } = visitor;
      await page.route('**/api/v1/call-records?*', (route) =>
        route.fulfill({ json: { items: RECORDS, next: null, previous: null } }),
      );
      await page.route('**/api/v1/call-records/*/amd-explanation', (route) =>
        route.fulfill({ json: { explanation: route.request().url().includes('/5/') ? HEARD : null } }),
      );
      await visitor.logIn(administrator.userName, administrator.password);
      await visitor.open('/campaigns/call-records');
      const dialog = page.getByRole('dialog');
      const title = dialog.getByRole('heading', { name: heading, exact: true });
      const show = async (record: number) => {
        await page.getByRole('button', { name: RECORDS[record]!.leadName }).press('Enter');
        await dialog.getByRole('heading', { name: RECORDS[record]!.leadName }).waitFor();
      };
      const close = async () => {
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      };
      const rows = async (table = 'app-call-audio') => {
        const found = await dialog.locator(`${table} tr`).all();
        const cells = await Promise.all(found.map((row) => row.locator('th, td').allTextContents()));
        return cells.map(oneLine);
      };

      await show(0);
      expect(await rows()).toEqual(figures);
      expect({ barriers: await visitor.barriers(), overflow: await visitor.overflow() }).toEqual({
        barriers: [],
        overflow: 0,
      });
      await close();
      await show(1);
      expect((await rows()).slice(1, -1)).toEqual(unheard);
      await close();
      await show(2);
      await title.waitFor();
      expect(await dialog.locator('app-call-audio').textContent()).toContain(nothing);
      expect(await rows()).toEqual([]);
      await close();
      await show(3);
      expect(await title.count()).toBe(0);
      expect(await dialog.locator('app-call-explanation').count()).toBe(0);
      await close();
      await show(4);
      const summary = dialog.locator('app-heard-chart summary');
      await summary.press('Enter');
      expect(await rows('app-heard-chart table:first-of-type')).toEqual(heard);
      expect({ barriers: await visitor.barriers(), overflow: await visitor.overflow() }).toEqual({
        barriers: [],
        overflow: 0,
      });
      await close();
      await show(5);
      await dialog.locator('app-call-explanation').getByText(unkept).waitFor();
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    },
  );
});

/** Between a number and its unit may be a space that does not break. */
function oneLine(cells: readonly string[]): string {
  const words = cells.map((cell) => cell.trim().replaceAll(/\s/g, ' '));
  return words.filter((word) => word !== '').join(' | ');
}
