import type { ServerResponse } from 'node:http';
import {
  FakeWebService,
  json,
  NO_ANSWER,
  WebFaults,
  type Agents,
  type TargetOutside,
} from '@marcador/plugin-testkit';

/** A fake of the contact center. */
const outside: TargetOutside = {
  queueIds: ['sales', 'help'],
  faults: ['connection lost', 'status 500', 'a page of HTML', NO_ANSWER],
  async start() {
    const service = await FakeWebService.start();
    const watching = new Set<ServerResponse>();
    let agents: Agents = {};
    const line = () => `${JSON.stringify(Object.entries(agents).map(([id, state]) => ({ id, state })))}\n`;
    const faults = new WebFaults(service, (response, question) => {
      const [, queues, queueId] = question.url.split('/');
      const queue = outside.queueIds.find((id) => id === queueId);
      if (queues === 'queues' && queueId === undefined)
        return json(
          200,
          outside.queueIds.map((id) => ({ id, name: id })),
        )(response, question);
      if (queue === undefined) return json(404, {})(response, question);
      watching.add(response.on('close', () => watching.delete(response)));
      response.writeHead(200).write(line());
    });
    return {
      config: { baseUrl: service.origin, apiKey: 'k3y' },
      setAgents(now) {
        agents = now;
        for (const response of watching) response.write(line());
      },
      fail: (fault) => faults.fail(fault),
      mend: () => faults.mend(),
      stop: () => service.stop(),
    };
  },
};

export default outside;
