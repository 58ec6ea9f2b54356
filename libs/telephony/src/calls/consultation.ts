import type { TransferFailure } from '@marcador/domain/call-outcome.js';
import { Session } from 'sip.js/lib/api/session.js';
import type { AnsweredCall, LeasedPort } from '../dialer-port.js';
import type { EndReason } from './end-reason.js';

/** A call to whom a person is to be handed over, which waits to be replaced by theirs (RFC 5589 §7). */
export interface Consultation {
  readonly session: Session;
  /** Ends it where it was not replaced, and gives its port back. */
  end(reason: EndReason): Promise<void>;
}

export type ConsultationResult = Consultation | { readonly failure: TransferFailure };

/**
 * Calls the target of an attended transfer from a port of its own.
 * @param lease another port in its turn to dial; `undefined`: none is free
 * @param ended resolves when there is nobody left to hand over
 */
export async function consult(
  target: string,
  timeoutMs: number,
  lease: () => Promise<LeasedPort | undefined>,
  ended: Promise<unknown>,
): Promise<ConsultationResult> {
  const port = await lease();
  if (port === undefined) return { failure: { reason: 'no-port' } };
  const outbound = port.dial({ number: target, ringTimeoutMs: timeoutMs });
  let waiting = true;
  void ended.then(() => waiting && outbound.cancel());
  const result = await outbound.result;
  waiting = false;
  if (!result.answered) {
    port.release();
    const { failure } = result;
    const sipCode = failure.kind === 'response' ? failure.sipCode : undefined;
    return { failure: { reason: 'consultation-failed', ...(sipCode !== undefined && { sipCode }) } };
  }
  const { call } = result;
  const end = async (reason: EndReason) => {
    await call.hangUp(reason);
    port.release();
  };
  return { session: sessionOf(call), end };
}

function sessionOf(call: AnsweredCall): Session {
  if ('session' in call && call.session instanceof Session) return call.session;
  throw new Error('A port answers with a call of another kind');
}
