import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemClock } from '@marcador/platform/clock.js';
import { definitionOf } from '@marcador/plugin-api';
import { PackageFolders } from '@marcador/plugin-host/packages/package-folders.js';
import { readPackedPlugin } from '@marcador/plugin-host/packages/packed-plugin.js';
import { loadPacked } from '@marcador/plugin-host/packages/plugin-loader.js';
import { SETTLE_MS } from '@marcador/plugin-host/packages/probe.js';
import { packagedRules, runRules, type DncOutside, type TargetOutside } from '@marcador/plugin-testkit';
import type { AuthorCommand } from './command-line.js';
import { contentOf } from './file-content.js';

/**
 * Tries a packed plugin by the rules of the contract: by all of them with a fake of its outside, without one by those that its
 * configuration and a few numbers are enough for.
 * @param tell takes a line for each rule, as soon as it is known
 * @returns whether all rules are kept
 * @throws Error with one sentence why the package cannot be tried at all
 */
export async function testPlugin(
  { file, config, outside, listed, clear }: AuthorCommand & { readonly command: 'test' },
  tell: (line: string) => void,
): Promise<boolean> {
  const packed = await readPackedPlugin(await contentOf(file));
  const given = config === undefined ? {} : jsonObject(config, await contentOf(config));
  const fake = outside === undefined ? undefined : await outsideOf(outside);
  const root = await mkdtemp(join(tmpdir(), 'marcador-test-plugin-'));
  try {
    const { manifest, extensions } = await loadPacked(packed, {
      folders: new PackageFolders(root),
      clock: systemClock,
      settleMs: SETTLE_MS,
    });
    let areKept = true;
    for (const plugin of extensions) {
      const { kind, definition } = definitionOf(plugin) ?? {};
      const refused = definition?.config.safeParse(given).error?.issues;
      if (refused !== undefined && fake === undefined) throw notConfigured(refused);
      tell(`${manifest.name} ${manifest.version}: ${kind} ${definition?.id}`);
      for await (const { rule, broken } of runRules(
        packagedRules({ plugin, config: given, outside: fake, listed, clear }),
      )) {
        tell(`  ${broken === undefined ? 'kept  ' : 'BROKEN'} ${rule.name}`);
        if (broken === undefined) continue;
        areKept = false;
        tell(`         ${broken.message}`);
      }
    }
    return areKept;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function outsideOf(file: string): Promise<DncOutside | TargetOutside> {
  const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: Partial<DncOutside> };
  const { faults, start } = module.default ?? {};
  if (Array.isArray(faults) && typeof start === 'function') return module.default as DncOutside;
  throw new Error(`${file} exports no fake of the outside by default: a DncOutside or a TargetOutside.`);
}

function notConfigured(issues: readonly { readonly path: PropertyKey[]; readonly message: string }[]): Error {
  const problems = issues.map(({ path, message }) => [...path.map(String), message].join(': '));
  return new Error(
    `The plugin refuses its configuration, give another one with --config FILE: ${problems.join('; ')}.`,
  );
}

function jsonObject(file: string, content: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below, like what is JSON and no object.
  }
  throw new Error(`${file} holds no configuration: write it as a JSON object.`);
}
