import { TOKEN } from './characters.js';
import { readParameters, type Parameters } from './parameters.js';
import { Reader } from './reader.js';

/** Parses the value of an Event header field (RFC 6665 §8.2.1) into the shape that sip.js gives it. */
export function parseEvent(text: string): { event: string; params?: Parameters } | undefined {
  const reader = new Reader(text);
  const event = reader.run(TOKEN);
  const params = readParameters(reader);
  if (!/^[A-Za-z-]+$/.test(event) || params === undefined || !reader.done) return undefined;
  return { event: event.toLowerCase(), ...(Object.keys(params).length === 0 ? {} : { params }) };
}

interface SubscriptionState {
  readonly state: string;
  expires?: number;
  reason?: string;
  params?: Parameters;
}

const STATES = new Set(['active', 'pending', 'terminated']);
const REASONS = new Set([
  ...['deactivated', 'probation', 'rejected', 'timeout', 'giveup', 'noresource', 'invariant'],
]);

/** Parses the value of a Subscription-State header field (RFC 6665 §8.2.3) into the shape that sip.js gives it. */
export function parseSubscriptionState(text: string): SubscriptionState | undefined {
  const reader = new Reader(text);
  const state: SubscriptionState = { state: reader.run(TOKEN) };
  const params = readParameters(reader, (name, value) => {
    if (name !== 'reason' && name !== 'expires' && name !== 'retry_after') return undefined;
    if (name === 'reason' && value !== undefined) {
      state.reason = value;
      return REASONS.has(value);
    }
    if (name === 'retry_after' || value === undefined || !/^\d{1,15}$/.test(value)) return false;
    state.expires = Number(value);
    return true;
  });
  if (!STATES.has(state.state) || params === undefined || !reader.done) return undefined;
  return { ...state, ...(Object.keys(params).length === 0 ? {} : { params }) };
}
