import { Inviter } from 'sip.js/lib/api/inviter.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import type { DialRequest } from '../dialer-port.js';
import { setField } from '../sip/headers.js';
import { resendWhen } from '../sip/resend.js';
import type { CallOptions } from '../telephony-options.js';
import type { AnsweredSessionDeps } from './answered-session.js';
import { callerOf } from './caller-id.js';
import { followRedirections } from './redirection.js';
import type { SessionInterval } from './session-interval.js';

export interface InviterDeps extends AnsweredSessionDeps {
  readonly domain: string;
  readonly calls: CallOptions;
}

/** Prepares the INVITE of a call: whom it is for, who calls, what it may become by a 3xx or a 422. */
export function makeInviter(
  userAgent: UserAgent,
  { uriOf, domain, calls }: InviterDeps,
  { number, callerId }: DialRequest,
  interval: SessionInterval | undefined,
): Inviter {
  const port = userAgent.contact.uri.user ?? '';
  const inviter = new Inviter(
    userAgent,
    uriOf(number),
    callerOf({ ...calls.callerId, ...callerId }, port, domain),
  );
  const { request } = inviter;
  for (const field of interval?.ask() ?? []) {
    const [name = '', value = ''] = field.split(': ', 2);
    setField(request, name, value);
  }
  const redirected = followRedirections(request, calls.maxRedirections ?? 0);
  const retried = interval?.retry(request);
  resendWhen(request, (response) => retried?.(response) === true || redirected(response));
  return inviter;
}
