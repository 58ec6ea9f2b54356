import { recordedMessages } from '../../support/sip/recorded-messages.js';
import type { Family } from '../family.js';
import { mutated } from '../mutate.js';
import { pick } from '../random.js';
import { addressed } from './addressed.js';

const BATCH = 20;

/** Recorded messages with anything wrong with them, as datagrams. */
export function datagrams(): Family {
  const messages = recordedMessages().map(({ text }) => text);
  let cseq = 0;
  return {
    name: 'datagrams',
    async round({ peer, port, random, count }) {
      for (let i = 0; i < BATCH; i++)
        peer.send(mutated(addressed(pick(messages, random), peer, cseq++, random), random), port);
      count(BATCH);
      await peer.dealtWith(port, `fuzz${cseq}`);
    },
  };
}
