import { WEB_FAULTS, WebFaults } from '../web-faults.js';
import { FakeWebService, json, type TlsKeys, type WebQuestion } from '../web-service.js';
import type { DncOutside } from './dnc-subject.js';

/** How a registry that is asked over HTTP is played. */
export interface DncWebServiceOptions {
  /** The configuration of an instance that asks the service at this address, `http://127.0.0.1:40123`. */
  readonly config: (origin: string, keys: TlsKeys | undefined) => object;
  /** What the registry answers, as JSON; `isListed` says what is true. */
  readonly answer: (question: WebQuestion, isListed: (number: string) => boolean) => unknown;
  /** Speaks TLS with these; asked for once for each rule. @default plain HTTP */
  readonly keys?: () => TlsKeys | Promise<TlsKeys>;
}

/** A registry that is asked over HTTP and fails in each way that web services do. */
export function dncWebService({ config, answer, keys }: DncWebServiceOptions): DncOutside {
  return {
    faults: WEB_FAULTS,
    async start(listed) {
      const pem = await keys?.();
      const service = await FakeWebService.start(pem);
      const faults = new WebFaults(service, (response, question) =>
        json(
          200,
          answer(question, (number) => listed.has(number)),
        )(response, question),
      );
      return {
        config: config(service.origin, pem),
        fail: (fault) => faults.fail(fault),
        mend: () => faults.mend(),
        stop: () => service.stop(),
      };
    },
  };
}
