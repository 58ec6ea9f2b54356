import { Dialog } from './dialog.js';
import type { Header, SipRequest, SipResponse } from './message.js';
import type { Peer, ServerTransaction } from './server-transaction.js';
import type { OutgoingRequest, SipStack } from './sip-stack.js';

const SOURCE: Peer = { address: '192.0.2.7', port: 5070 };

function dialog(...more: Header[]) {
  const sent: { request: OutgoingRequest; to: Peer; finish: (response?: SipResponse) => void }[] = [];
  const stack = {
    send: (request: OutgoingRequest, to: Peer, finish: (response?: SipResponse) => void) =>
      void sent.push({ request, to, finish }),
  } as unknown as SipStack;
  const invite = {
    request: request('INVITE', 5, ...more),
    localTag: 'ours',
    source: SOURCE,
  } as ServerTransaction;
  return { dialog: new Dialog(stack, 'sip:carrier@10.0.0.1:5060', invite), sent };
}

function request(method: string, number: number, ...more: Header[]): SipRequest {
  const headers: Header[] = [
    ['from', '<sip:1001@carrier.example>;tag=theirs'],
    ['to', method === 'INVITE' ? '<sip:551199@carrier.example>' : '<sip:551199@carrier.example>;tag=ours'],
    ['call-id', 'c1'],
    ['cseq', `${number} ${method}`],
    ...more,
  ];
  return { method, uri: 'sip:carrier@10.0.0.1', headers, body: '' };
}

it('sends to the contact of the INVITE, with its own rising CSeq', () => {
  const { dialog: made, sent } = dialog(['contact', '<sip:1001@10.0.0.9:5071;transport=udp>']);
  made.send({ method: 'NOTIFY' });
  expect(sent[0]).toMatchObject({
    to: { address: '10.0.0.9', port: 5071 },
    request: { method: 'NOTIFY', uri: 'sip:1001@10.0.0.9:5071;transport=udp' },
  });
  expect(sent[0]?.request.headers).toContainEqual(['CSeq', '1 NOTIFY']);
  expect(sent[0]?.request.headers).toContainEqual(['From', '<sip:551199@carrier.example>;tag=ours']);
});

it('goes by the recorded route, and answers to where the INVITE came from when a host is no address', () => {
  const routed = dialog(
    ['contact', '<sip:1001@10.0.0.9>'],
    ['record-route', '<sip:10.0.0.5;lr>, <sip:10.0.0.6:5080;lr>'],
  );
  routed.dialog.send({ method: 'BYE' });
  expect(routed.sent[0]?.to).toEqual({ address: '10.0.0.5', port: 5060 });
  expect(routed.sent[0]?.request.headers.filter(([name]) => name === 'Route')).toHaveLength(2);
  const named = dialog(['contact', '<sip:1001@dialer.example>']);
  named.dialog.send({ method: 'BYE' });
  expect(named.sent[0]?.to).toEqual(SOURCE);
});

it('sends one request after another, none before the one ahead has its final response', () => {
  const { dialog: made, sent } = dialog(['contact', '<sip:1001@10.0.0.9>']);
  made.send({ method: 'NOTIFY' });
  made.send({ method: 'BYE' });
  expect(sent.map((entry) => entry.request.method)).toEqual(['NOTIFY']);
  sent[0]?.finish();
  expect(sent.map((entry) => entry.request.method)).toEqual(['NOTIFY', 'BYE']);
});

it('takes requests of its own tags only, and only with a higher CSeq', () => {
  const { dialog: made } = dialog(['contact', '<sip:1001@10.0.0.9>']);
  expect(made.owns(request('BYE', 6))).toBe(true);
  const stranger = request('BYE', 6);
  expect(
    made.owns({
      ...stranger,
      headers: stranger.headers.map(([name, value]) => [name, value.replace('theirs', 'x')]),
    }),
  ).toBe(false);
  expect(made.accept(request('REFER', 6))).toBe(true);
  expect(made.accept(request('BYE', 6))).toBe(false);
  expect(made.accept(request('BYE', 7))).toBe(true);
});
