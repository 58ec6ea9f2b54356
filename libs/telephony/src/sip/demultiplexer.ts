import type { RequestHead, ResponseHead } from './message-head.js';
import type { TrunkServers } from './servers/trunk-servers.js';
import { branchOf, uriUser } from './via.js';

/** How many characters of a Call-ID and of a branch name the endpoint that made them. */
export const TAG_LENGTH = 8;

/** The cookie every branch begins with (RFC 3261 §8.1.1.7). */
export const BRANCH_COOKIE = 'z9hG4bK';

/** A receiver on the shared socket: one user agent. */
export interface Endpoint {
  /** {@link TAG_LENGTH} characters, unique on the socket, that begin its Call-IDs and, after the cookie, its branches. */
  readonly tag: string;
  /** The user part of its contact. */
  readonly user: string;
  /** Where its requests go; without them they go where their request URI points. */
  readonly servers?: TrunkServers | undefined;
  /** Whether a request is inside a dialog that stands, or is sent again of one that has been received. */
  knows(request: RequestHead): boolean;
  /** @returns false when the message cannot be read */
  receive(text: string): boolean;
}

/** Finds the endpoint a message is for. */
export class Demultiplexer {
  private readonly byTag = new Map<string, Endpoint>();
  private readonly byUser = new Map<string, Endpoint>();

  /** @throws Error when there is an endpoint for this user already */
  add(endpoint: Endpoint): void {
    if (this.byUser.has(endpoint.user)) throw new Error(`Two SIP user agents for ${endpoint.user}`);
    this.byUser.set(endpoint.user, endpoint);
    this.byTag.set(endpoint.tag, endpoint);
  }

  remove(endpoint: Endpoint): void {
    this.byUser.delete(endpoint.user);
    this.byTag.delete(endpoint.tag);
  }

  all(): readonly Endpoint[] {
    return [...this.byTag.values()];
  }

  ofResponse(head: ResponseHead): Endpoint | undefined {
    const branch = branchOf(head.via);
    return branch?.startsWith(BRANCH_COOKIE) === true
      ? this.byTag.get(branch.slice(BRANCH_COOKIE.length, BRANCH_COOKIE.length + TAG_LENGTH))
      : undefined;
  }

  /** Whether a request is inside a call of an endpoint: Call-ID and tags are known to the two sides of it only. */
  isInCall(head: RequestHead): boolean {
    return this.ofRequest(head)?.knows(head) === true;
  }

  /** A dialog that the endpoint began comes back by its Call-ID, whatever became of the request URI on the way. */
  ofRequest(head: RequestHead): Endpoint | undefined {
    const { toTag, callId, requestUri } = head;
    const began = toTag === undefined ? undefined : this.byTag.get(callId.slice(0, TAG_LENGTH));
    return began ?? this.byUser.get(uriUser(requestUri) ?? '');
  }
}
