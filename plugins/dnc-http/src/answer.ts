import { z } from 'zod';

const answerSchema = z.object({ doNotCall: z.boolean(), number: z.string().optional() });

/**
 * Reads the body of a 200 answer (docs/contracts/do-not-call.md).
 * @throws Error with one sentence when the body does not say, beyond doubt, whether `number` is on the list
 */
export function readAnswer(body: string, number: string): boolean {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) {
    throw new Error(
      'The do-not-call service answered with something other than {"doNotCall": true or false}: check its URL.',
    );
  }
  if (answer.data.number !== undefined && answer.data.number !== number) {
    throw new Error('The do-not-call service answered about another number than the one asked.');
  }
  return answer.data.doNotCall;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
