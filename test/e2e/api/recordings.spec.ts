import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pcmBytes, writeWav } from '@marcador/telephony/wav/write-wav.js';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const SAMPLES = Int16Array.from({ length: 12_000 }, (_, i) => Math.round(9000 * Math.sin(i / 5)));

interface Recording {
  readonly id: string;
  readonly name: string;
}

describe('recorded messages', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let foreign: CampaignDesk;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api, 'Own');
    foreign = await campaignDesk(api, 'Foreign');
  });
  afterAll(() => api.close());

  const upload = (
    name: string,
    body: Uint8Array | PassThrough = writeWav(SAMPLES),
    { type = 'audio/wav', by = desk.administrator, groupId = desk.groupId } = {},
  ) =>
    by.send('POST', `/api/v1/recordings?name=${encodeURIComponent(name)}&groupId=${groupId}`, {
      body,
      headers: { 'content-type': type },
    });
  const uploaded = async (name: string) => (await upload(name)).body as Recording;
  const names = async (by: ApiClient, query = '') =>
    ((await by.get(`/api/v1/recordings${query}`)).body as { items: Recording[] }).items.map(
      ({ name }) => name,
    );
  const remove = (id: string, by = desk.administrator) => by.send('DELETE', `/api/v1/recordings/${id}`);

  it('are kept as telephones play them, and can be listened to', async () => {
    const { status, body } = await upload('Recado de março');
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        name: 'Recado de março',
        group: { id: desk.groupId, name: 'Own' },
        durationMs: 1500,
        sha256: createHash('sha256').update(pcmBytes(SAMPLES)).digest('hex'),
        uploadedAt: '2026-11-23T12:00:00.000Z',
      },
    });
    const path = `/api/v1/recordings/${(body as Recording).id}/audio`;
    const response = await desk.administrator.open('GET', path);
    expect(response.headers).toMatchObject({
      'content-type': 'audio/wav',
      'cache-control': 'private, no-cache',
    });
    expect(await buffer(response)).toEqual(writeWav(SAMPLES));
  });

  it('are sent in parts to players that seek in them', async () => {
    const { id } = await uploaded('Sought');
    const part = async (range: string) => {
      const path = `/api/v1/recordings/${id}/audio`;
      const response = await desk.administrator.open('GET', path, { headers: { range } });
      const { etag, 'content-range': told } = response.headers;
      return { status: response.statusCode, range: told, tag: etag, body: await buffer(response) };
    };
    const wav = writeWav(SAMPLES);
    const whole = await part('');
    expect(whole).toMatchObject({ status: 200, body: wav });
    const { tag } = whole;
    expect(await part('bytes=100-199')).toEqual({
      ...{ status: 206, range: `bytes 100-199/${wav.length}`, tag, body: wav.subarray(100, 200) },
    });
    expect(await part('bytes=100-')).toMatchObject({ status: 206, tag, body: wav.subarray(100) });
    expect(await part(`bytes=${wav.length}-`)).toMatchObject({ status: 416, range: `bytes */${wav.length}` });
    expect(await part('bytes=0-1,5-6')).toMatchObject({ status: 200, body: wav });
  });

  it('are seen by those of their group, and by the Master', async () => {
    await upload('Ours');
    await upload('Theirs', undefined, { by: foreign.administrator, groupId: foreign.groupId });
    expect(await names(foreign.administrator)).toEqual(['Theirs']);
    expect(await names(desk.administrator, `?groupId=${foreign.groupId}`)).toEqual([]);
    expect(await names(api.master, '?search=OUR')).toEqual(['Ours']);
    expect(await names(api.master, '?sort=uploadedAt')).toContain('Theirs');
  });

  it('have a name that is unique in their group', async () => {
    await upload('Twice');
    expect(await upload('Twice')).toMatchObject({ status: 409, body: { code: 'name-taken' } });
    const other = { by: foreign.administrator, groupId: foreign.groupId };
    expect((await upload('Twice', undefined, other)).status).toBe(201);
  });

  it.each<[string, () => Uint8Array, string]>([
    ['what is no WAV file', () => Buffer.from('ID3 and more'), 'not-wav'],
    ['an empty one', () => writeWav(new Int16Array(0)), 'recording-empty'],
    ['a silent one', () => writeWav(new Int16Array(8000).fill(20)), 'recording-silent'],
    [
      'one of more than two minutes',
      () => writeWav(new Int16Array(960_001).fill(9000)),
      'recording-too-long',
    ],
  ])('are not made of %s', async (name, file, reason) => {
    expect(await upload(name, file())).toMatchObject({ status: 400, body: { code: 'not-wav', reason } });
    expect(await names(desk.administrator)).not.toContain(name);
  });

  it('are not made of another type, nor of a file that is too large', async () => {
    expect(await upload('Type', undefined, { type: 'text/csv' })).toMatchObject({
      status: 415,
      body: { reason: 'send-wav' },
    });
    expect(await upload('Large', Buffer.alloc(34 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { reason: 'recording-too-large' },
    });
  });

  it('come two at a time', async () => {
    const files = [0, 1, 2].map(() => new PassThrough());
    const answers = files.map((file, i) => upload(`At once ${i}`, file));
    const wav = writeWav(SAMPLES);
    for (const file of files) file.write(wav.subarray(0, 100));
    expect(await Promise.race(answers)).toMatchObject({ status: 409, body: { reason: 'two-uploads' } });
    for (const file of files) file.end(wav.subarray(100));
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 201, 409]);
  });

  it('cannot be removed while a campaign leaves them', async () => {
    const { id } = await uploaded('Used');
    const values = desk.values({ name: 'Leaves it', messageRecordingId: id });
    const { status, body } = await desk.administrator.post('/api/v1/campaigns', values);
    expect([status, body]).toMatchObject([201, { messageRecording: { id, name: 'Used' } }]);
    expect(await remove(id)).toMatchObject({
      status: 409,
      body: { reason: 'recording-used', params: { recording: 'Used', campaign: 'Leaves it' } },
    });
    const { id: campaignId, version } = body as { id: string; version: number };
    const changed = await desk.administrator.send('PATCH', `/api/v1/campaigns/${campaignId}`, {
      body: { version, messageRecordingId: null },
    });
    expect([changed.status, changed.body]).toMatchObject([200, { messageRecording: null }]);
    expect((await remove(id)).status).toBe(204);
    expect((await remove(id)).status).toBe(404);
  });

  it('are chosen by campaigns of their own group only; by default nothing is left', async () => {
    const { id } = await uploaded('Own only');
    const elsewhere = foreign.values({ name: 'Elsewhere', messageRecordingId: id });
    expect(await foreign.administrator.post('/api/v1/campaigns', elsewhere)).toMatchObject({
      status: 422,
      body: { details: [{ field: 'messageRecordingId', code: 'no-such-recording' }] },
    });
    const plain = await desk.administrator.post('/api/v1/campaigns', desk.values({ name: 'Plain' }));
    expect(plain.body).toMatchObject({ messageRecording: null });
  });

  it('are left with detectors only that can tell when a greeting has ended', async () => {
    const refusal = { code: 'detector-follows-no-greetings', params: { detector: 'Follows none' } };
    const detector = async (name: string, follows: boolean) => {
      const values = { name, type: 'test-greetings', config: { follows } };
      return (await api.master.post('/api/v1/amd-detectors', values)).body as { id: string; version: number };
    };
    const { id: messageRecordingId } = await uploaded('With detectors');
    const follows = await detector('Follows', true);
    const none = await detector('Follows none', false);
    const path = '/api/v1/campaigns';
    const refused = desk.values({ messageRecordingId, amdDetectorId: none.id });
    expect(await desk.administrator.post(path, refused)).toMatchObject({
      status: 422,
      body: { details: [{ field: 'messageRecordingId', ...refusal }] },
    });
    expect((await desk.administrator.post(path, { ...refused, messageRecordingId: null })).status).toBe(201);

    const id = await desk.campaign({ messageRecordingId, amdDetectorId: follows.id });
    const { version } = (await desk.administrator.get(`${path}/${id}`)).body as { version: number };
    const change = (body: object) =>
      desk.administrator.send('PATCH', `${path}/${id}`, { body: { version, ...body } });
    expect(await change({ amdDetectorId: none.id })).toMatchObject({ status: 422 });
    expect(await change({ description: 'The same detector' })).toMatchObject({ status: 200 });

    // What it could when the campaign was saved it may have lost meanwhile.
    const changed = { config: { follows: false }, version: follows.version };
    const answer = await api.master.send('PATCH', `/api/v1/amd-detectors/${follows.id}`, { body: changed });
    expect({ body: answer.body, status: answer.status }).toMatchObject({ status: 200 });
    expect(await desk.administrator.post(`${path}/${id}/start`)).toMatchObject({
      status: 409,
      body: { reason: refusal.code, params: { detector: 'Follows' } },
    });
  });
});
