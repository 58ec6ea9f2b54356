import { parseArgs } from 'node:util';

const PLUGIN_COMMANDS = ['list', 'add', 'dev', 'enable', 'disable', 'remove'] as const;

/** What is to be done with plugins. */
export type PluginCommand =
  | { readonly command: 'list' }
  | { readonly command: 'add'; readonly file: string }
  | { readonly command: 'enable' | 'disable' | 'remove'; readonly name: string };

/** Installs what lies in a folder whenever that changes. */
export interface DevCommand {
  readonly command: 'dev';
  readonly folder: string;
}

/** Which service does it, and on whose behalf. */
export interface ServiceOptions {
  /** `https://127.0.0.1:9443` */
  readonly url: string;
  /** File with the certificate to trust, PEM; without one those that Node trusts. */
  readonly certificate: string | undefined;
  readonly user: string;
}

export const USAGE = `Usage: marcador plugin list
       marcador plugin add FILE.tgz      installs a plugin, or upgrades it
       marcador plugin dev FOLDER        packs and installs a plugin, and again at each change
       marcador plugin enable NAME
       marcador plugin disable NAME
       marcador plugin remove NAME
  --url URL           the service (MARCADOR_URL, https://127.0.0.1:9443)
  --certificate FILE  the certificate to trust (MARCADOR_CERTIFICATE), such as DATADIR/tls/certificate.pem
  --user NAME         a Master (MARCADOR_USER, master)
The password is taken from MARCADOR_PASSWORD, or asked for.`;

/**
 * @param environment of the process
 * @throws Error with the usage when that is no command
 */
export function readCommandLine(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): (PluginCommand | DevCommand) & ServiceOptions {
  const { values, positionals } = parsed(args);
  const { url, certificate, user } = values;
  const service = {
    url: url ?? environment['MARCADOR_URL'] ?? 'https://127.0.0.1:9443',
    certificate: certificate ?? environment['MARCADOR_CERTIFICATE'],
    user: user ?? environment['MARCADOR_USER'] ?? 'master',
  };
  const [subject, word, what, ...more] = positionals;
  const command = PLUGIN_COMMANDS.find((known) => known === word);
  const isWhole = (command === 'list') === (what === undefined);
  if (subject !== 'plugin' || command === undefined || !isWhole || more.length > 0)
    throw new Error(`That is no command of marcador.\n${USAGE}`);
  if (command === 'list') return { command, ...service };
  if (command === 'add') return { command, file: what ?? '', ...service };
  if (command === 'dev') return { command, folder: what ?? '', ...service };
  return { command, name: what ?? '', ...service };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { url: text, certificate: text, user: text };
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}
