import type { AgentState, DialQueue, QueueAgent } from '@marcador/plugin-api';
import type { Config } from './config.js';
import { within } from './within.js';
import { all, parseXml, textOf, type Element } from './xml.js';

/** User API Parameters, "state". Who is in another state than these is logged on, and not free. */
const STATES: Readonly<Record<string, AgentState>> = {
  READY: 'free',
  RESERVED: 'talking',
  RESERVED_OUTBOUND: 'talking',
  RESERVED_OUTBOUND_PREVIEW: 'talking',
  TALKING: 'talking',
  HOLD: 'talking',
  WORK: 'wrapUp',
  WORK_READY: 'wrapUp',
  NOT_READY: 'unavailable',
};

/** Finesse's REST API, as one supervisor. All reject with one sentence. */
export class Finesse {
  constructor(private readonly config: Config) {}

  /** The teams that the user supervises: User—Get User. */
  async teams(signal: AbortSignal): Promise<DialQueue[]> {
    const user = await this.get('User', this.config.user, signal);
    return all(user, 'Team').map((team) => ({ id: textOf(team, 'id'), name: textOf(team, 'name') }));
  }

  /** Who of a team is logged on: Team—Get Team. */
  async agents(teamId: string, signal: AbortSignal): Promise<QueueAgent[]> {
    const team = await this.get('Team', teamId, signal);
    return all(team, 'User')
      .filter((user) => textOf(user, 'state') !== 'LOGOUT')
      .map((user) => ({
        id: textOf(user, 'loginId'),
        name: `${textOf(user, 'firstName')} ${textOf(user, 'lastName')}`.trim(),
        state: STATES[textOf(user, 'state')] ?? 'unknown',
      }));
  }

  private async get(resource: 'User' | 'Team', id: string, signal: AbortSignal): Promise<Element> {
    const { baseUrl, user, password, timeoutMs } = this.config;
    const url = new URL(`/finesse/api/${resource}/${encodeURIComponent(id)}`, baseUrl);
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const headers = { authorization, accept: 'application/xml' };
    const answer = within(timeoutMs, signal, async (ended) => {
      const response = await fetch(url, { headers, redirect: 'error', signal: ended });
      return { status: response.status, text: await response.text() };
    });
    const { status, text } = await answer.catch(() => {
      signal.throwIfAborted();
      throw new Error(`Finesse ${url.host} cannot be reached, or does not answer.`);
    });
    if (status === 401)
      throw new Error(`Finesse refuses the user ${user}: see to its password and its role.`);
    if (status === 404) throw new Error(`Finesse has no ${resource} ${id}: choose another one.`);
    if (status === 503) throw new Error('Finesse is out of service (503).');
    const root = status === 200 ? parseXml(text) : undefined;
    if (root?.name !== resource)
      throw new Error(`Finesse answered ${resource} with something else (${status}).`);
    return root;
  }
}
