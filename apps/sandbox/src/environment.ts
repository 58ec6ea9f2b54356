const HTTPS = 'MARCADOR_HTTPS__';

/**
 * The environment without the service's settings, but for where it serves. What the sandbox starts must not reach the
 * telephony, the database or the people of a configured service.
 */
export function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const harmless = Object.entries(environment).filter(
    ([name]) => name !== 'DATABASE_URL' && (!name.startsWith('MARCADOR_') || name.startsWith(HTTPS)),
  );
  return Object.fromEntries(harmless);
}

/** What configures the service in this environment: the name of a variable, or `undefined`. */
export function configuringVariable(environment: NodeJS.ProcessEnv): string | undefined {
  return Object.keys(environment).find((name) => isSetting(name) && environment[name] !== '');
}

/** Other variables that begin so are made by platforms such as Kubernetes. */
function isSetting(name: string): boolean {
  if (name === 'DATABASE_URL' || name === 'MARCADOR_CONFIG') return true;
  return /^MARCADOR_.*__/.test(name) && !name.startsWith(HTTPS);
}
