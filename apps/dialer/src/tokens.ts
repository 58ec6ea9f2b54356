/** Injection tokens of what is made before Nest starts. */
export const CONFIGURATION = Symbol('Configuration');
export const CLOCK = Symbol('Clock');
export const LOG = Symbol('Log');
/** The dialer ports. */
export const PORTS = Symbol('PortPool');
/** Tells how the threads fare that carry audio. */
export const MEDIA_WORKERS = Symbol('MediaWorkers');
/** Tells how many SIP messages were dropped. */
export const REFUSED_MESSAGES = Symbol('RefusedMessages');
