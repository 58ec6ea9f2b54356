import { Agent, fetch, type Response } from 'undici';

/** A plugin as the service's API tells of it. */
export interface Plugin {
  /** Missing where it comes with the product. */
  readonly id?: string;
  readonly name: string;
  readonly version: string;
  readonly api: string;
  readonly sha512?: string;
  readonly extensions: readonly { readonly kind: string; readonly id: string }[];
  readonly nodes: readonly {
    readonly node: string;
    readonly state: string;
    readonly problem?: { readonly reason: string };
  }[];
}

/** The service's REST API on behalf of a user. */
export class ServiceClient {
  private cookie = '';
  private readonly agent: Agent;

  /** @param certificate PEM, to trust in place of the well-known authorities */
  constructor(
    private readonly url: string,
    certificate: string | undefined,
  ) {
    this.agent = new Agent({ connect: certificate === undefined ? {} : { ca: certificate } });
  }

  /** @throws Error with one sentence when the service refuses, or cannot be reached */
  async logIn(userName: string, password: string): Promise<void> {
    const response = await this.send('POST', '/session', JSON.stringify({ userName, password }));
    this.cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  }

  async plugins(): Promise<Plugin[]> {
    return (await (await this.send('GET', '/plugins')).json()) as Plugin[];
  }

  async install(packed: Uint8Array): Promise<Plugin> {
    return (await (await this.send('POST', '/plugins', packed)).json()) as Plugin;
  }

  async change(id: string, what: 'rollback' | 'enable' | 'disable'): Promise<Plugin> {
    return (await (await this.send('POST', `/plugins/${id}/${what}`)).json()) as Plugin;
  }

  async remove(id: string): Promise<void> {
    await this.send('DELETE', `/plugins/${id}`);
  }

  /** Ends the session, if there is one. */
  async close(): Promise<void> {
    if (this.cookie !== '') await this.send('DELETE', '/session').catch(() => undefined);
    await this.agent.destroy();
  }

  private async send(method: string, path: string, body?: string | Uint8Array): Promise<Response> {
    const type = body instanceof Uint8Array ? 'application/gzip' : 'application/json';
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      dispatcher: this.agent,
      headers: { cookie: this.cookie, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body }),
    }).catch((error: unknown) => {
      const { cause } = error as { readonly cause?: Error };
      throw new Error(
        `${this.url} cannot be reached (${cause?.message ?? String(error)}): check --url and --certificate.`,
      );
    });
    if (!response.ok) throw new Error(await sentenceIn(response));
    return response;
  }
}

async function sentenceIn(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { readonly message: string }).message;
  } catch {
    return `The service answered with status ${response.status}: check --url.`;
  }
}
