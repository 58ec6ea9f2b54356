import { MessageError } from '@marcador/messages/message.js';

/** What was asked for does not exist. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';

  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}.`);
  }
}

/** Somebody else changed it since it was read: read it again and decide anew. */
export class StaleVersionError extends Error {
  override readonly name = 'StaleVersionError';

  /** @param version the present version */
  constructor(
    what: string,
    readonly version: number,
  ) {
    super(`This ${what} was changed by somebody else in the meantime: load it again and repeat the change.`);
  }
}

/** A name that must be unique is taken. */
export class NameTakenError extends Error {
  override readonly name = 'NameTakenError';

  constructor(what: string) {
    super(`There already is a ${what} of this name: choose another one.`);
  }
}

/** There must always be a Master. */
export class LastMasterError extends Error {
  override readonly name = 'LastMasterError';

  constructor() {
    super('The last Master can be neither removed nor given another role: make another Master first.');
  }
}

/** The present state does not allow it; the message says what to do first. */
export class NotAllowedNowError extends MessageError {
  override readonly name = 'NotAllowedNowError';
}
