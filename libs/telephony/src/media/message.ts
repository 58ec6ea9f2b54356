/** The most often that a message begins anew: whatever answers our own voice must not keep the call for ever. */
export const MOST_RESTARTS = 2;

/** A recorded message that is to be left, as values that pass between threads. */
export interface MessageTask {
  /** 16-bit linear PCM, mono, 8000 Hz. Not changed, and best in shared memory: then no thread has a copy of its own. */
  readonly samples: Int16Array;
  /** How long the greeting may last from now on, ms of time. */
  readonly greetingLimitMs: number;
}

/** What became of a message. Times are ms: from when it was asked for, and of the message. */
export type MessageResult =
  /** The whole message was sent. */
  | { readonly kind: 'left'; readonly begunAfterMs: number; readonly playedMs: number }
  /** The call ended, or the peer held it for too long, before the end of the message. */
  | { readonly kind: 'cut-off'; readonly begunAfterMs: number; readonly playedMs: number }
  /** The call ended before the end of the greeting. */
  | { readonly kind: 'ended-in-greeting' }
  | { readonly kind: 'greeting-too-long' }
  /** The analysis cannot tell the end of the greeting, or threw. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The worker that carried the call's media stalled or died. */
  | { readonly kind: 'media-lost'; readonly message: string };
