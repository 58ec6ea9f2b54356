import { readCommandLine, UsageError } from './command-line.js';
import { startSimulator, type Simulator } from './simulator.js';

const say = (sentence: string) => process.stderr.write(`simulator: ${sentence}\n`);

async function main(): Promise<void> {
  const config = readCommandLine(process.argv.slice(2), process.env);
  const simulator = await startSimulator(config);
  const stop = stopper(simulator);
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  // A parent that is gone reads no more: that must not keep us from ending in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (config.exitWithParent) process.stdin.resume().once('close', () => stop('the end of standard input'));
  process.stdout.write(`${JSON.stringify(simulator.addresses)}\n`);
  const { host, port } = simulator.addresses.sip;
  say(
    `SIP on ${host}:${port}, control on ${simulator.addresses.control}, times multiplied by ${config.timeScale}`,
  );
}

function stopper(simulator: Simulator): (why: string) => void {
  let stopping = false;
  return (why) => {
    if (stopping) return;
    stopping = true;
    say(`stops after ${why}`);
    // Whatever timers people and agents still have, the world ends here.
    void simulator.stop().finally(() => process.exit(0));
  };
}

main().catch((error: unknown) => {
  const usage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  say(usage ? message : `cannot start (${message}): choose free ports and a writable log file.`);
  process.exitCode = usage ? 2 : 1;
});
