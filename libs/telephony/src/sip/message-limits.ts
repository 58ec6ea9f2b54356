/** How large a message may be, over whatever transport it comes. */
export interface MessageLimits {
  /** Bytes of the start line and the header fields. */
  readonly head: number;
  /** Bytes of the body; a datagram holds less. */
  readonly body: number;
}

/** Ten times what platforms send; what is larger is answered with 513 (RFC 3261 §21.5.7). */
export const MESSAGE_LIMITS: MessageLimits = { head: 16_384, body: 65_536 };

/** Whether the start line and the header fields of a message are longer than they may be. */
export function isHeadTooLarge(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  return Buffer.byteLength(end === -1 ? text : text.slice(0, end)) > MESSAGE_LIMITS.head;
}
