import { createServer } from 'node:net';
import { StartupError } from './startup-error.js';

interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * Finds out that the address cannot be had before anything else is started, as far as one can.
 * @throws StartupError
 */
export async function assertFree({ address, port }: Endpoint): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(listenError(error, { address, port })));
    probe.listen(port, address, () => probe.close(() => resolve()));
  });
}

/** One sentence for an address that cannot be listened on. */
export function listenError(error: NodeJS.ErrnoException, { address, port }: Endpoint): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError(
        `Port ${port} is in use: stop the program that uses it, or set https.port (MARCADOR_HTTPS__PORT) to another one.`,
      );
    case 'EACCES':
      return new StartupError(
        `This user may not listen on port ${port}: set https.port (MARCADOR_HTTPS__PORT) to one above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupError(
        `This machine has no address ${address}: set https.address (MARCADOR_HTTPS__ADDRESS) to one it has, or to 0.0.0.0.`,
      );
    default:
      return error;
  }
}
