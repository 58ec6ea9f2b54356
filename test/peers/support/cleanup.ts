/**
 * Ends after each test what it began, last first, also where the test failed half-way.
 * @returns hands a thing through whose end is due
 */
export function cleanup(): <T extends { close(): Promise<void> } | { stop(): Promise<void> }>(
  started: T,
) => T {
  const begun: ({ close(): Promise<void> } | { stop(): Promise<void> })[] = [];
  afterEach(async () => {
    for (const thing of begun.splice(0).reverse()) await ('close' in thing ? thing.close() : thing.stop());
  });
  return (started) => {
    begun.push(started);
    return started;
  };
}
