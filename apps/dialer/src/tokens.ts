/** Injection tokens of what is made before Nest starts. */
export const CONFIGURATION = Symbol('Configuration');
export const CLOCK = Symbol('Clock');
export const LOG = Symbol('Log');
/** The dialer ports; without the role "dialer" there are none. */
export const PORTS = Symbol('PortPool');
