import {
  isMessageCode,
  message,
  MessageError,
  textOf,
  type Message,
  type MessageCode,
  type MessageParams,
} from '@marcador/messages/message.js';

/** Why something is not as it should be: a plugin's own words, or a message of the service. */
export interface Reason {
  /** One sentence in English. */
  readonly reason: string;
  /** The message that the sentence is; none for a plugin's own words. */
  readonly code?: MessageCode;
  readonly params?: MessageParams;
}

/** Characters; it stands in lists and in the log. */
const LONGEST_REASON = 1000;

/** A message of the service as a reason. */
export function because(said: Message): Reason {
  return { reason: textOf(said), ...said };
}

/** The reason as an error, which {@link reasonOf} reads again. */
export function errorOf({ reason, code, params = {} }: Reason): Error {
  return code === undefined ? new Error(reason) : new MessageError({ code, params });
}

/** One sentence out of whatever a plugin threw. */
export function reasonOf(thrown: unknown): Reason {
  try {
    return readReason(thrown);
  } catch {
    // What was thrown throws when it is read.
    return because(message('no-reason'));
  }
}

function readReason(thrown: unknown): Reason {
  const said = (thrown as { said?: Message } | null | undefined)?.said;
  if (isMessageCode(said?.code)) return because(said);
  const sentence: unknown = thrown instanceof Error ? thrown.message : thrown;
  if (typeof sentence === 'string' && sentence !== '') return { reason: sentence.slice(0, LONGEST_REASON) };
  return because(message('no-reason'));
}
