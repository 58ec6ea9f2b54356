import type { FuzzPeer } from '../fuzz-peer.js';
import type { Random } from '../random.js';

/** A recorded message as one of the call in progress, or as one of its user agent only, or as it was. */
export function addressed(text: string, { call }: FuzzPeer, cseq: number, random: Random): string {
  const kind = random();
  if (kind < 0.1) return text;
  const ours = `z9hG4bK${call.callId.slice(0, 8)}${Math.floor(random() * 1e6)}`;
  // One that is overloaded would be left alone for a while.
  const branch = kind < 0.4 && !/^SIP\/2\.0 503/.test(text) ? call.branch : ours;
  const isRequest = !text.startsWith('SIP/2.0');
  const [us, peer] = isRequest ? ['To', 'From'] : ['From', 'To'];
  return text
    .replace(/^(?:Call-ID|i) *:.*/im, `Call-ID: ${kind < 0.7 ? call.callId : `${call.callId}x`}`)
    .replace(/^CSeq *: *\d+/im, (own) => (kind < 0.6 && isRequest ? `CSeq: ${cseq + 1}` : own))
    .replace(/branch=[^;\s]+/, `branch=${branch}`)
    .replace(/^([A-Z]+) sips?:\S+/, '$1 sip:2001@127.0.0.1')
    .replace(new RegExp(`^${us} *:.*`, 'im'), `${us}: ${call.from}`)
    .replace(new RegExp(`^${peer} *:.*`, 'im'), `${peer}: <sip:4930123456@pbx.test>;tag=wire`);
}
