import type { Clock } from '@marcador/platform/clock.js';
import type { SipStack } from '../sip/sip-stack.js';
import { parseUri } from '../sip/uri.js';
import type { Registrar } from './registrar.js';

/** Asks each registered subscriber now and then whether it is there, and forgets the silent, as OpenScape 4000 does. */
export class OptionsPing {
  constructor(
    private readonly registrar: Registrar,
    private readonly stack: SipStack,
    private readonly own: { readonly contact: string; readonly domain: string },
    private readonly clock: Clock,
  ) {}

  start(intervalMs: number): void {
    this.clock.setTimer(intervalMs, () => {
      for (const { user, contact } of this.registrar.list()) this.ping(user, contact);
      this.start(intervalMs);
    });
  }

  private ping(user: string, contact: string): void {
    const uri = parseUri(contact);
    if (uri === undefined) return;
    const address = `<sip:${user}@${this.own.domain}>`;
    const request = {
      method: 'OPTIONS',
      uri: contact,
      headers: [
        ['From', `<${this.own.contact}>;tag=${this.stack.token()}`],
        ['To', address],
        ['Call-ID', this.stack.token()],
        ['CSeq', '1 OPTIONS'],
        ['Contact', `<${this.own.contact}>`],
      ] as const,
    };
    this.stack.send(request, { address: uri.host, port: uri.port ?? 5060 }, (response) => {
      if (response?.status !== 200) this.registrar.forget(user);
    });
  }
}
