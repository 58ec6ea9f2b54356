import { setTimeout as delay } from 'node:timers/promises';
import type { OsccConfig } from './config.js';
import type { OsccClient } from './oscc-client.js';
import type { Answer, Command, Requests, SessionIds } from './oscc-codec.js';

/** A command of a session, without what names the session. */
type Arguments<C extends Command> = Omit<Requests[C], keyof SessionIds>;

/** One logged-on session, from its Logon to its loss. It keeps itself alive; once lost it stays lost. */
export class OsccSession {
  /** Whether it has lasted: a server may accept each logon and end each session at once. */
  proven = false;
  private readonly ending = new AbortController();

  private constructor(
    private readonly client: OsccClient,
    private readonly ids: SessionIds,
    keepAliveSeconds: number,
  ) {
    this.keepAlive((keepAliveSeconds * 1000) / 3).catch((error: unknown) => this.lose(error));
  }

  /**
   * Registers the application and logs on.
   * @param applicationName stable over restarts, so that the server ends what a crash left behind
   */
  static async open(
    client: OsccClient,
    { user, password, tenant }: OsccConfig,
    applicationName: string,
    signal: AbortSignal,
  ): Promise<OsccSession> {
    const { applicationId } = await client.call('RegisterApplication', { applicationName }, signal);
    const logon = await client.call('Logon', { applicationId, user, password, tenant }, signal);
    return new OsccSession(client, { applicationId, sessionId: logon.sessionId }, logon.keepAliveSeconds);
  }

  /** Aborts when the session is lost, with the error as its reason. */
  get lost(): AbortSignal {
    return this.ending.signal;
  }

  /** Ends the session here; the server is not told. */
  lose(reason: unknown): void {
    this.ending.abort(reason);
  }

  /** @throws like the client; and with the reason of the loss once the session is lost */
  async call<C extends Command>(command: C, args: Arguments<C>, heldMs = 0): Promise<Answer<C>> {
    const request = { ...this.ids, ...args } as unknown as Requests[C];
    const answer = await this.client.call(command, request, this.lost, heldMs);
    if (command === 'KeepAlive' || command === 'GetEvents') this.proven = true;
    return answer;
  }

  /** Ends the session at the server too, if that answers within `ms`. */
  async close(ms: number): Promise<void> {
    this.lose(new Error('The session was closed.'));
    const { applicationId } = this.ids;
    await this.client
      .call('UnregisterApplication', { applicationId }, AbortSignal.timeout(ms))
      .catch(() => undefined);
  }

  private async keepAlive(intervalMs: number): Promise<never> {
    for (;;) {
      await delay(intervalMs, undefined, { signal: this.lost });
      await this.call('KeepAlive', {});
    }
  }
}
