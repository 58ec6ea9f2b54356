/** One sentence out of whatever a plugin threw. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof Error && thrown.message !== '') return thrown.message;
  if (typeof thrown === 'string' && thrown !== '') return thrown;
  return 'The plugin failed without saying why.';
}
