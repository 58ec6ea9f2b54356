import type { Inviter } from 'sip.js/lib/api/inviter.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';

/**
 * Forgets an INVITE that was cancelled and never got its final response: sip.js would keep its transaction, its session
 * and its media for ever.
 */
export function abandonInvite(userAgent: UserAgent, inviter: Inviter): void {
  const { userAgentClients } = userAgent.userAgentCore;
  for (const [id, client] of userAgentClients) {
    if (client.message !== inviter.request) continue;
    userAgentClients.delete(id);
    client.dispose();
  }
  void inviter.dispose();
}
