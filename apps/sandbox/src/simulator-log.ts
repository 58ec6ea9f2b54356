/** The events of the simulator's log that the invariants are checked against; see apps/simulator/README.md. */
export type LogEvent =
  | {
      readonly type: 'invite';
      readonly at: number;
      readonly callId: string;
      readonly from: string;
      readonly number: string;
    }
  | { readonly type: 'rejected' | 'cancelled' | 'call-ended'; readonly at: number; readonly callId: string }
  | MemberEvent
  | MessageEvent
  | {
      readonly type: 'dnc-query';
      readonly at: number;
      readonly number: string;
      readonly listed: boolean;
      /** The answer was not what the service is to give. */
      readonly fault?: string;
    }
  | { readonly type: 'other'; readonly at: number };

/** An agent, or a channel of the voice portal, came into a state. */
export interface MemberEvent {
  readonly type: 'member';
  readonly at: number;
  readonly memberId: string;
  readonly queues: readonly string[];
  readonly free: boolean;
  /** The transferred call that the member has. */
  readonly callId?: string;
}

/** What was heard of the dialer in an answered call; `overMs`: while greeting or beep were being played. */
export interface MessageEvent {
  readonly type: 'message-ended';
  readonly at: number;
  readonly callId: string;
  readonly heardBy: 'person' | 'machine';
  readonly overMs: number;
}

/** What is read of an event. */
export interface UnnumberedEvent {
  readonly type: string;
  readonly at: number;
  readonly [field: string]: unknown;
}

/** An event as the simulator serves it. */
export interface RawEvent extends UnnumberedEvent {
  readonly seq: number;
}

/** Reads the log as the simulator's control serves it: events in their true order. */
export function readLog(events: readonly UnnumberedEvent[]): LogEvent[] {
  return events.map((event) => {
    switch (event.type) {
      case 'invite':
      case 'rejected':
      case 'cancelled':
      case 'call-ended':
      case 'dnc-query':
      case 'message-ended':
        return event as unknown as LogEvent;
      case 'agent':
      case 'channel':
        return {
          ...event,
          type: 'member',
          memberId: event['agentId'] ?? event['channelId'],
        } as unknown as MemberEvent;
      default:
        return { type: 'other', at: event.at };
    }
  });
}
