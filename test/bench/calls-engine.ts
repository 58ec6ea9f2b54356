import { BenchEngine } from './bench-engine.js';
import type { EngineRequest } from './engine-protocol.js';
import { vitals } from './vitals.js';

let engine: BenchEngine | undefined;

async function answer(request: EngineRequest): Promise<unknown> {
  if (isOf(request, 'start')) {
    engine = await BenchEngine.start(request.ask);
    return undefined;
  }
  if (engine === undefined) throw new Error('The engine is not started.');
  if (isOf(request, 'call')) return engine.call(request.ask);
  return request.kind === 'vitals' ? vitals() : engine.stop();
}

function isOf<K extends EngineRequest['kind']>(request: EngineRequest, kind: K): request is EngineRequest<K> {
  return request.kind === kind;
}

process.on('message', (request: EngineRequest) => {
  answer(request).then(
    (result) => process.send?.({ result }, () => request.kind === 'stop' && process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
