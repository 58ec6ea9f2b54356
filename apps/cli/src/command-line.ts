import { parseArgs } from 'node:util';
import { PLUGIN_KINDS, type PluginKind } from './new-plugin.js';

const SERVICE_COMMANDS = ['list', 'add', 'dev', 'rollback', 'enable', 'disable', 'remove'] as const;

/** What is to be done with the plugins of a service. */
export type PluginCommand =
  | { readonly command: 'list' }
  | { readonly command: 'add'; readonly file: string }
  | { readonly command: 'rollback' | 'enable' | 'disable' | 'remove'; readonly name: string };

/** Installs what lies in a folder whenever that changes. */
export interface DevCommand {
  readonly command: 'dev';
  readonly folder: string;
}

/** What an author does, without a service. */
export type AuthorCommand =
  | { readonly command: 'new'; readonly kind: PluginKind; readonly name: string }
  | {
      readonly command: 'test';
      readonly file: string;
      /** File with the configuration of an instance, JSON. */
      readonly config: string | undefined;
      /** Module with a fake of what the plugin connects to. */
      readonly outside: string | undefined;
      /** Numbers of which it is known what a do-not-call service says. */
      readonly listed: readonly string[];
      readonly clear: readonly string[];
    };

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
       marcador plugin rollback NAME     installs the version before the present one again
       marcador plugin enable NAME
       marcador plugin disable NAME
       marcador plugin remove NAME
  --url URL           the service (MARCADOR_URL, https://127.0.0.1:9443)
  --certificate FILE  the certificate to trust (MARCADOR_CERTIFICATE), such as DATADIR/tls/certificate.pem
  --user NAME         a Master (MARCADOR_USER, master)
The password is taken from MARCADOR_PASSWORD, or asked for.
       marcador plugin new ${Object.keys(PLUGIN_KINDS).join('|')} NAME
                                         makes a package to begin with, in the folder NAME
       marcador plugin test FILE.tgz     tries a packed plugin by the rules of the contract
  --config FILE       the configuration of the instance that is tried, JSON
  --outside MODULE    a fake of what it connects to, such as dist/outside.js: it is then tried by all rules
  --listed NUMBER     a number that a do-not-call service lists; --clear NUMBER one that it does not; may be repeated`;

/**
 * @param environment of the process
 * @throws Error with the usage when that is no command
 */
export function readCommandLine(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ((PluginCommand | DevCommand) & ServiceOptions) | AuthorCommand {
  const { values, positionals } = parsed(args);
  const [subject, word, ...rest] = positionals;
  if (subject !== 'plugin') throw notCommand();
  const author = authorCommand(word, rest, values);
  if (author !== undefined) return author;
  const { url, certificate, user } = values;
  const service = {
    url: url ?? environment['MARCADOR_URL'] ?? 'https://127.0.0.1:9443',
    certificate: certificate ?? environment['MARCADOR_CERTIFICATE'],
    user: user ?? environment['MARCADOR_USER'] ?? 'master',
  };
  const [what, ...more] = rest;
  const command = SERVICE_COMMANDS.find((known) => known === word);
  const isWhole = (command === 'list') === (what === undefined);
  if (command === undefined || !isWhole || more.length > 0) throw notCommand();
  if (command === 'list') return { command, ...service };
  if (command === 'add') return { command, file: what ?? '', ...service };
  if (command === 'dev') return { command, folder: what ?? '', ...service };
  return { command, name: what ?? '', ...service };
}

function authorCommand(
  command: string | undefined,
  [first, second, ...more]: readonly string[],
  { config, outside, listed = [], clear = [] }: ReturnType<typeof parsed>['values'],
): AuthorCommand | undefined {
  if (command === 'new') {
    const kind = (Object.keys(PLUGIN_KINDS) as PluginKind[]).find((known) => known === first);
    if (kind === undefined || second === undefined || more.length > 0) throw notCommand();
    return { command, kind, name: second };
  }
  if (command !== 'test') return undefined;
  if (first === undefined || second !== undefined) throw notCommand();
  return { command, file: first, config, outside, listed, clear };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const numbers = { type: 'string', multiple: true } as const;
  try {
    const options = {
      ...{ url: text, certificate: text, user: text },
      ...{ config: text, outside: text, listed: numbers, clear: numbers },
    };
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}

function notCommand(): Error {
  return new Error(`That is no command of marcador.\n${USAGE}`);
}
