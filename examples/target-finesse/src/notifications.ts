import { randomInt, randomUUID } from 'node:crypto';
import type { Config } from './config.js';
import { within } from './within.js';
import { all, attributeOf, encoded, parseXml, textOf, type Element } from './xml.js';

/** The service expects to hear of its client every 20 s. */
const WAIT_S = 15;
const ANSWER_MS = 10_000;

/**
 * Follows the notifications of a team (XEP-0060) over BOSH (XEP-0124, XEP-0206) until the connection breaks or the
 * signal aborts; rejects then.
 * @param changed called once the team is subscribed to, and after each notification
 */
export async function followTeam(
  { user, password }: Config,
  url: string,
  teamId: string,
  changed: () => void,
  signal: AbortSignal,
): Promise<never> {
  const domain = new URL(url).hostname;
  const to = `to='${encoded(domain)}' xml:lang='en' xmlns:xmpp='urn:xmpp:xbosh'`;
  const pubsub = (action: string) =>
    `<iq type='set' id='${randomUUID()}' to='pubsub.${encoded(domain)}'>` +
    `<pubsub xmlns='http://jabber.org/protocol/pubsub'>${action}</pubsub></iq>`;
  let rid = randomInt(2 ** 32);
  let sid = '';
  const send = async (content: string, attributes = '', until = signal): Promise<Element> => {
    const session = `rid='${rid++}'${sid && ` sid='${encoded(sid)}'`} xmlns='http://jabber.org/protocol/httpbind'`;
    const init = {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: `<body ${session} ${attributes}>${content}</body>`,
      redirect: 'error',
    } as const;
    const text = await within(WAIT_S * 1000 + ANSWER_MS, until, async (ended) =>
      (await fetch(url, { ...init, signal: ended })).text(),
    );
    const body = parseXml(text);
    if (body?.name !== 'body' || [body, ...body.children].some(isRefusal))
      throw new Error('The notification service refuses.');
    return body;
  };

  const created = await send('', `${to} wait='${WAIT_S}' hold='1' ver='1.6' xmpp:version='1.0'`);
  sid = attributeOf(created, 'sid');
  const credentials = Buffer.from(`\0${user}\0${password}`).toString('base64');
  await send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${credentials}</auth>`);
  await send('', `${to} xmpp:restart='true'`);
  const resource = `<resource>marcador-${randomUUID()}</resource>`;
  const bound = await send(
    `<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>${resource}</bind></iq>`,
  );
  const jid = encoded(textOf(all(bound, 'bind')[0] ?? bound, 'jid'));
  const subscription = `node='/finesse/api/Team/${encoded(teamId)}/Users' jid='${jid}'`;
  await send(`<presence/>${pubsub(`<subscribe ${subscription}/>`)}`);
  try {
    changed();
    for (let ping = ''; ;) {
      const { children } = await send(ping);
      if (children.some(({ name }) => name === 'message')) changed();
      // Nothing came all the while: a ping (XEP-0199) shows that both sides are there.
      ping = children.length > 0 ? '' : `<iq type='get' id='ping'><ping xmlns='urn:xmpp:ping'/></iq>`;
    }
  } finally {
    // Subscriptions outlive their session unless they are taken back.
    const until = AbortSignal.timeout(ANSWER_MS);
    await send(pubsub(`<unsubscribe ${subscription}/>`), `type='terminate'`, until).catch(() => undefined);
  }
}

function isRefusal(element: Element): boolean {
  const type = attributeOf(element, 'type');
  const { name } = element;
  return (
    name === 'failure' || (name === 'body' && type === 'terminate') || (name === 'iq' && type === 'error')
  );
}
