/** A service did not answer as it should. The message is one sentence for an administrator, without secrets. */
export class ServiceError extends Error {
  constructor(
    message: string,
    /** The code of the service's own error answer, where it gave one. */
    readonly code?: string,
  ) {
    super(message);
  }
}
