import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EngineOptions, EngineRequests, Floor, Round, RoundResult, Vitals } from './engine-protocol.js';

/** The engine in a process of its own. */
export class EngineProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly failed: Promise<never>,
  ) {}

  /** Resolves when all its ports are registered. */
  static async start(options: EngineOptions): Promise<EngineProcess> {
    const child = fork(fileURLToPath(new URL('calls-engine.js', import.meta.url)), [], {
      execArgv: ['--expose-gc'],
    });
    const failed = once(child, 'exit').then(() => {
      throw new Error('The engine’s process ended without a result.');
    });
    failed.catch(() => {});
    const engine = new EngineProcess(child, failed);
    await engine.request('start', options);
    return engine;
  }

  call(round: Round): Promise<RoundResult> {
    return this.request('call', round);
  }

  vitals(): Promise<Vitals> {
    return this.request('vitals', undefined);
  }

  stop(): Promise<Floor> {
    return this.request('stop', undefined);
  }

  /** @throws Error when the process ends meanwhile */
  private async request<K extends keyof EngineRequests>(
    kind: K,
    ask: EngineRequests[K]['ask'],
  ): Promise<EngineRequests[K]['answer']> {
    const answer = once(this.child, 'message');
    this.child.send({ kind, ask });
    const [{ result }] = (await Promise.race([answer, this.failed])) as [
      { result: EngineRequests[K]['answer'] },
    ];
    return result;
  }
}
