/** Why we end a call, as its Reason header field says it (RFC 3326). */
export type EndReason =
  | 'answering-machine'
  | 'transferred'
  | 'transfer-failed'
  | 'stopped'
  | 'no-answer'
  | 'not-alerted'
  | 'session-expired'
  | 'ack-missing'
  | 'not-acceptable'
  | 'answered-elsewhere';

const REASONS: Readonly<Record<EndReason, string>> = {
  'answering-machine': 'Q.850;cause=16;text="Answering machine"',
  transferred: 'Q.850;cause=16;text="Transferred"',
  'transfer-failed': 'Q.850;cause=16;text="Transfer failed"',
  stopped: 'Q.850;cause=31;text="Stopped"',
  'no-answer': 'Q.850;cause=19;text="No answer"',
  'not-alerted': 'Q.850;cause=18;text="No user responding"',
  'session-expired': 'Q.850;cause=102;text="Session timer expired"',
  'ack-missing': 'Q.850;cause=102;text="No ACK"',
  'not-acceptable': 'SIP;cause=488;text="Not Acceptable Here"',
  'answered-elsewhere': 'SIP;cause=200;text="Call completed elsewhere"',
};

/** The header field of a BYE or CANCEL; without a reason the call was cleared normally. */
export function reasonField(reason: EndReason | undefined): string {
  return `Reason: ${reason === undefined ? 'Q.850;cause=16;text="Normal call clearing"' : REASONS[reason]}`;
}
