import { MessageError } from '@marcador/messages/message.js';

/** A package has the version of the one that is installed, and is another one. */
export class OtherContentsError extends MessageError {}
