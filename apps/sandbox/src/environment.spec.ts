import { configuringVariable, withoutSettings } from './environment.js';

describe('the environment', () => {
  it('is handed on without anything of a configured service, but for where the sandbox serves', () => {
    const environment = {
      PATH: '/bin',
      DATABASE_URL: 'postgres://example.com/real',
      MARCADOR_TELEPHONY__DOMAIN: 'example.com',
      MARCADOR_DATA_DIR: '/var/lib/real',
      MARCADOR_CONFIG: 'real.yaml',
      MARCADOR_HTTPS__PORT: '9444',
    };
    expect(withoutSettings(environment)).toEqual({ PATH: '/bin', MARCADOR_HTTPS__PORT: '9444' });
  });

  it.each([
    ['MARCADOR_TELEPHONY__DOMAIN', true],
    ['DATABASE_URL', true],
    ['MARCADOR_CONFIG', true],
    ['MARCADOR_HTTPS__PORT', false],
    ['MARCADOR_SERVICE_HOST', false],
  ])('configures the service by %s: %s', (name, configures) => {
    expect(configuringVariable({ PATH: '/bin', [name]: 'x' })).toBe(configures ? name : undefined);
    expect(configuringVariable({ [name]: '' })).toBeUndefined();
  });
});
