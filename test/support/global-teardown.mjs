/** Called once per project, like the setup: the first call stops the server. */
export default async function globalTeardown() {
  const running = globalThis.marcadorTestDatabase;
  globalThis.marcadorTestDatabase = undefined;
  await (await running)?.stop();
}
