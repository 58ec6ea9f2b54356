import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { SipRequest, SipResponse } from './message.js';
import type { Peer, ServerTransaction } from './server-transaction.js';
import { SipStack } from './sip-stack.js';
import { TRANSACTION_MS } from './timers.js';

const PEER: Peer = { address: '10.0.0.9', port: 5070 };

function world() {
  const clock = new ManualClock('2026-11-22T08:00:00Z');
  const sent: string[] = [];
  const requests: ServerTransaction[] = [];
  const acknowledged: SipRequest[] = [];
  const unacknowledged: SipRequest[] = [];
  const socket = { local: { address: '10.0.0.1', port: 5060 }, send: (text: string) => void sent.push(text) };
  const stack = new SipStack(clock, socket, {
    request: (transaction) => void requests.push(transaction),
    acknowledged: (ack) => void acknowledged.push(ack),
    unacknowledged: (invite) => void unacknowledged.push(invite),
  });
  return { clock, sent, requests, acknowledged, unacknowledged, stack };
}

const message = (method: string, branch: string, cseqNumber = 1) =>
  [
    `${method} sip:551199@carrier.example SIP/2.0`,
    `Via: SIP/2.0/UDP 10.0.0.9:5070;branch=${branch};rport`,
    'From: <sip:1001@carrier.example>;tag=a',
    'To: <sip:551199@carrier.example>',
    'Call-ID: c1',
    `CSeq: ${cseqNumber} ${method}`,
    '\r\n',
  ].join('\r\n');

const statusLines = (sent: readonly string[]) => sent.map((text) => text.slice(0, text.indexOf('\r\n')));

it('hands a request up once and answers its repeats with the last answer', () => {
  const { stack, requests, sent } = world();
  stack.receive(message('BYE', 'z9hG4bKb'), PEER);
  stack.receive(message('BYE', 'z9hG4bKb'), PEER);
  expect(sent).toEqual([]);
  requests[0]?.respond(200);
  stack.receive(message('BYE', 'z9hG4bKb'), PEER);
  expect(requests).toHaveLength(1);
  expect(statusLines(sent)).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 200 OK']);
});

it('tells the peer where it was seen', () => {
  const { stack, requests, sent } = world();
  stack.receive(message('OPTIONS', 'z9hG4bKo'), { address: '192.0.2.1', port: 40_000 });
  requests[0]?.respond(200);
  expect(sent[0]).toContain(
    'Via: SIP/2.0/UDP 10.0.0.9:5070;branch=z9hG4bKo;rport=40000;received=192.0.2.1\r\n',
  );
});

it.each([200, 486])('repeats a %i to an INVITE until the ACK comes', async (status) => {
  const { stack, requests, sent, clock, acknowledged } = world();
  stack.receive(message('INVITE', 'z9hG4bKi'), PEER);
  requests[0]?.respond(status);
  await clock.advance(500 + 1000);
  expect(sent).toHaveLength(3);
  stack.receive(message('ACK', status === 200 ? 'z9hG4bKother' : 'z9hG4bKi'), PEER);
  expect(acknowledged).toHaveLength(status === 200 ? 1 : 0);
  requests[0]?.acknowledged();
  await clock.advance(60_000);
  expect(sent).toHaveLength(3);
  expect(clock.timers).toBe(0);
});

it.each([
  [200, 1],
  [486, 0],
])('gives up a %i that nobody acknowledges, and reports the call that is up', async (status, reports) => {
  const { stack, requests, clock, unacknowledged } = world();
  stack.receive(message('INVITE', 'z9hG4bKi'), PEER);
  requests[0]?.respond(status);
  await clock.advance(TRANSACTION_MS);
  expect(unacknowledged).toHaveLength(reports);
  expect(clock.timers).toBe(0);
});

it('lets a CANCEL through to its INVITE only while that has no final answer', () => {
  const { stack, requests, sent } = world();
  stack.receive(message('INVITE', 'z9hG4bKi'), PEER);
  const cancelled: string[] = [];
  requests[0]?.onCancel(() => cancelled.push('once'));
  stack.receive(message('CANCEL', 'z9hG4bKi'), PEER);
  expect(cancelled).toEqual(['once']);
  stack.receive(message('INVITE', 'z9hG4bKj'), PEER);
  requests[1]?.onCancel(() => cancelled.push('too late'));
  requests[1]?.respond(486);
  stack.receive(message('CANCEL', 'z9hG4bKj'), PEER);
  expect(cancelled).toEqual(['once']);
  expect(statusLines(sent)).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 486 Busy Here', 'SIP/2.0 200 OK']);
});

it('hands up a CANCEL that has nothing to cancel', () => {
  const { stack, requests } = world();
  stack.receive(message('CANCEL', 'z9hG4bKnone'), PEER);
  expect(requests.map(({ request }) => request.method)).toEqual(['CANCEL']);
});

it('repeats its own request until a final response, or gives up after 64·T1', async () => {
  const { stack, sent, clock } = world();
  const outcomes: (SipResponse | undefined)[] = [];
  const bye = { method: 'BYE', uri: 'sip:1001@10.0.0.9', headers: [] };
  stack.send(bye, PEER, (response) => void outcomes.push(response));
  await clock.advance(500);
  expect(sent).toHaveLength(2);
  const via = /Via: (.*)\r\n/.exec(sent[0] ?? '')?.[1] ?? '';
  const respond = (line: string) =>
    stack.receive(
      `SIP/2.0 ${line}\r\nVia: ${via}\r\nFrom: a\r\nTo: b\r\nCall-ID: c\r\nCSeq: 1 BYE\r\n\r\n`,
      PEER,
    );
  respond('100 Trying');
  respond('200 OK');
  respond('200 OK');
  expect(outcomes).toEqual([expect.objectContaining({ status: 200 })]);
  stack.send(bye, PEER, (response) => void outcomes.push(response));
  await clock.advance(TRANSACTION_MS);
  expect(outcomes).toHaveLength(2);
  expect(outcomes[1]).toBeUndefined();
  expect(clock.timers).toBe(0);
});
