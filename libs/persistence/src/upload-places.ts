import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { NotAllowedNowError } from './repository.errors.js';

const PLACES = 2;

/**
 * Lets two uploads run at once, of leads and numbers together. Each keeps a connection of the pool until its client has
 * sent everything, which may take hours, and calls need the other connections.
 */
@Injectable()
export class UploadPlaces {
  private taken = 0;

  /**
   * Does the work of an upload in one of the places.
   * @throws NotAllowedNowError before the work begins, when there is no place
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken === PLACES) throw new NotAllowedNowError(message('two-uploads'));
    this.taken++;
    try {
      return await work();
    } finally {
      this.taken--;
    }
  }
}
