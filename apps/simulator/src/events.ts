import type { Answerer } from './people/callee.js';

/** What an agent of the contact center does. Only an idle one is free. */
export type AgentState = 'logged-off' | 'break' | 'idle' | 'ringing' | 'talking' | 'wrap-up' | 'unheard-of';

/** What a channel of the voice portal does. Only an idle one is free. */
export type ChannelState = 'idle' | 'busy' | 'out-of-service' | 'unheard-of';

/**
 * All that happens in the simulator. Whether an agent or channel is free, and which call a member of the contact
 * center or the voice portal has, is told by `agent` and `channel` events alone.
 */
export type SimulatorEvent =
  | { readonly type: 'started'; readonly timeScale: number }
  | {
      readonly type: 'registered';
      readonly user: string;
      readonly contact: string;
      readonly expiresSeconds: number;
    }
  | {
      readonly type: 'unregistered';
      readonly user: string;
      readonly reason: 'asked' | 'expired' | 'forgotten';
    }
  | { readonly type: 'registration-refused'; readonly user: string; readonly code: number }
  /** An INVITE was taken (a challenged one counts when it comes back with credentials). */
  | { readonly type: 'invite'; readonly callId: string; readonly from: string; readonly number: string }
  | { readonly type: 'ringing'; readonly callId: string }
  | { readonly type: 'answered'; readonly callId: string }
  | { readonly type: 'rejected'; readonly callId: string; readonly code: number }
  | { readonly type: 'cancelled'; readonly callId: string }
  | { readonly type: 'refer'; readonly callId: string; readonly to: string }
  | { readonly type: 'queued'; readonly callId: string; readonly queueId: string }
  /** The person talks with the agent, or with the IVR: then the queue is a service and the agent a channel. */
  | {
      readonly type: 'transferred';
      readonly callId: string;
      readonly queueId: string;
      readonly agentId: string;
    }
  | { readonly type: 'transfer-failed'; readonly callId: string; readonly to: string; readonly code: number }
  /** The first sound of the dialer in an answered call; `over`: while greeting, beep or words are being played to it. */
  | {
      readonly type: 'message-begun';
      readonly callId: string;
      readonly heardBy: Answerer;
      readonly over: boolean;
    }
  /** What was heard of it: from the first to the last sound after the greeting, and sound over the greeting, ms. */
  | {
      readonly type: 'message-ended';
      readonly callId: string;
      readonly heardBy: Answerer;
      readonly messageMs: number;
      readonly overMs: number;
    }
  /** The dialer's leg is over. `carrier`: nobody acknowledged, or the dialer left its leg up after the transfer. */
  | { readonly type: 'call-ended'; readonly callId: string; readonly by: 'dialer' | 'person' | 'carrier' }
  /** The person's talk with the agent or the IVR is over, or the person left before one answered. */
  | { readonly type: 'conversation-ended'; readonly callId: string; readonly queueId: string }
  | {
      readonly type: 'agent';
      readonly agentId: string;
      readonly queues: readonly string[];
      readonly state: AgentState;
      readonly free: boolean;
      /** The transferred call that the agent has. An inbound one from elsewhere has none. */
      readonly callId?: string;
    }
  | {
      readonly type: 'channel';
      readonly channelId: string;
      readonly queues: readonly string[];
      readonly state: ChannelState;
      readonly free: boolean;
      readonly callId?: string;
    }
  /** Somebody asked the do-not-call service; `fault`: and got that instead of the truth. */
  | { readonly type: 'dnc-query'; readonly number: string; readonly listed: boolean; readonly fault?: string }
  | { readonly type: 'oscc-logon'; readonly applicationId: string; readonly sessionId: string }
  | { readonly type: 'oscc-session-ended'; readonly sessionId: string }
  | { readonly type: 'fault'; readonly fault: string; readonly setting: unknown };

/** An event as the log holds it: `seq` counts from 1, `at` is ms since 1970 with a fraction. */
export type LoggedEvent = SimulatorEvent & { readonly seq: number; readonly at: number };
