import type { MessageOutcome } from '@marcador/domain/call-outcome.js';
import type { CallVerdict } from '@marcador/plugin-host/amd-verdict.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { AnsweredCall } from '@marcador/telephony/dialer-port.js';
import type { MessageResult } from '@marcador/telephony/media/message.js';

/** What became of a message, and how much of it was sent from when on; nothing where it never began. */
export interface LeftMessage {
  readonly outcome: MessageOutcome;
  readonly begun: { readonly at: Date; readonly playedMs: number } | undefined;
}

/** Where somebody may listen to a message later: neither at a fax, nor at the network, nor where nobody said anything. */
export function takesMessages({ answeredBy, machine }: CallVerdict): boolean {
  return answeredBy === 'MACHINE' && (machine === 'greeting' || machine === 'beep');
}

/**
 * Leaves a campaign's message at a machine, after its greeting. The call still stands when it is over, unless the machine
 * has hung up. Never rejects.
 */
export async function leaveMessage(
  call: AnsweredCall,
  samples: Promise<Int16Array>,
  greetingLimitMs: number,
  clock: Clock,
  log: Log,
): Promise<LeftMessage> {
  const recording = await samples.catch((err: unknown) => {
    log.error({ err }, 'A recorded message could not be read: nothing is left at the machine');
    return undefined;
  });
  if (recording === undefined) return { outcome: 'failed', begun: undefined };
  const askedAt = clock.now().getTime();
  const result = await call.leaveMessage({ samples: recording, greetingLimitMs });
  if (result.kind === 'failed' || result.kind === 'media-lost')
    log.warn({ reason: result.message }, 'A message could not be left at an answering machine');
  const begun =
    'playedMs' in result
      ? { at: new Date(askedAt + result.begunAfterMs), playedMs: result.playedMs }
      : undefined;
  return { outcome: OUTCOMES[result.kind], begun };
}

const OUTCOMES: Readonly<Record<MessageResult['kind'], MessageOutcome>> = {
  left: 'left',
  'cut-off': 'cut-off',
  'ended-in-greeting': 'cut-off',
  'greeting-too-long': 'greeting-too-long',
  failed: 'failed',
  'media-lost': 'failed',
};
