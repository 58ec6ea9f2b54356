import { MessageError, type Message } from '@marcador/messages/message.js';

/** A service did not answer as it should. The message is one sentence for an administrator, without secrets. */
export class ServiceError extends MessageError {
  constructor(
    said: Message,
    /** The code of the service's own error answer, where it gave one. */
    readonly code?: string,
  ) {
    super(said);
  }
}
