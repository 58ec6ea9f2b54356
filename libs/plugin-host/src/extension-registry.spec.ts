import { defineDncProvider, definePacingStrategy, secret, type DncProvider } from '@marcador/plugin-api';
import { z } from 'zod';
import { ExtensionRegistry } from './extension-registry.js';

const never: DncProvider = { check: () => Promise.reject(new Error('not asked here')) };
const acme = defineDncProvider({
  id: 'acme',
  displayName: 'Acme registry',
  config: z.object({ apiKey: secret(), timeoutMs: z.int().min(50).default(800) }),
  create: () => never,
});

describe('the registry of extensions', () => {
  it('finds a type by kind and id', () => {
    const registry = new ExtensionRegistry([acme]);
    expect(registry.find('dnc-provider', 'acme')?.displayName).toBe('Acme registry');
    expect(registry.find('dial-target', 'acme')).toBeUndefined();
  });

  it('lets two kinds use the same id', () => {
    const pacing = definePacingStrategy({
      id: 'acme',
      displayName: 'Acme pacing',
      config: z.object({}),
      create: () => ({ callsToBegin: () => 0 }),
    });
    expect(new ExtensionRegistry([acme, pacing]).list()).toHaveLength(2);
  });

  it('refuses a second plugin of the same kind and id, by name', () => {
    expect(() => new ExtensionRegistry([acme, acme])).toThrow('Two plugins declare the dnc-provider "acme"');
  });

  it('refuses what no define*() function made, by name', () => {
    class Stranger {}
    expect(() => new ExtensionRegistry([{ module: Stranger } as never])).toThrow(
      'The plugin "Stranger" is not usable',
    );
  });

  it('refuses a configuration that cannot be drawn as a form, by name', () => {
    const odd = defineDncProvider({
      id: 'odd',
      displayName: 'Odd',
      config: z.object({ since: z.date() }),
      create: () => never,
    });
    expect(() => new ExtensionRegistry([odd])).toThrow(
      'The configuration of the dnc-provider "odd" cannot be drawn',
    );
  });

  it('lists the JSON Schema of what is to be filled in, secrets write-only', () => {
    expect(new ExtensionRegistry([acme]).list()).toMatchObject([
      {
        kind: 'dnc-provider',
        id: 'acme',
        keepsNumbers: false,
        configSchema: {
          type: 'object',
          required: ['apiKey'],
          properties: {
            apiKey: { type: 'string', writeOnly: true },
            timeoutMs: { type: 'integer', default: 800 },
          },
        },
      },
    ]);
  });

  it('fills in defaults', () => {
    expect(new ExtensionRegistry([acme]).validate('dnc-provider', 'acme', { apiKey: 'k' })).toEqual({
      valid: true,
      config: { apiKey: 'k', timeoutMs: 800 },
    });
  });

  it('says of each wrong value where it is', () => {
    const checked = new ExtensionRegistry([acme]).validate('dnc-provider', 'acme', { timeoutMs: 1 });
    expect(checked).toMatchObject({
      valid: false,
      problems: [{ path: 'apiKey' }, { path: 'timeoutMs', reason: expect.stringContaining('50') as string }],
    });
  });

  it('does not validate an unknown type', () => {
    expect(new ExtensionRegistry([]).validate('dnc-provider', 'gone', {})).toMatchObject({
      valid: false,
      problems: [{ path: '', reason: expect.stringContaining('There is no type "gone"') as string }],
    });
  });
});
