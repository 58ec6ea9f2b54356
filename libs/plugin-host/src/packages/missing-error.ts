import { MessageError } from '@marcador/messages/message.js';

/** A package that is wanted cannot be had on this node. */
export class MissingError extends MessageError {}
