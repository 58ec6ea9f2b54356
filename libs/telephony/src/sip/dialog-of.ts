import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';

/** The dialog a request was sent in, while it stands. */
export function dialogOf({
  core,
  message,
}: {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
}): Dialog | undefined {
  if (message.toTag === undefined) return undefined;
  return core.dialogs.get(message.callId + message.fromTag + message.toTag);
}
