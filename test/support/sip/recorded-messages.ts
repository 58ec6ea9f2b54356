import { readFileSync } from 'node:fs';

export interface RecordedMessage {
  /** Who sent it, and what it is. */
  readonly name: string;
  readonly text: string;
}

/** Messages as sipp, kamailio and baresip sent them, and such as PBXs and gateways send. */
export function recordedMessages(): readonly RecordedMessage[] {
  const file = readFileSync(new URL('recorded-messages.txt', import.meta.url), 'utf8');
  return file
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const nameEnd = part.indexOf('\n');
      const [head = '', ...body] = part
        .slice(nameEnd + 1)
        .trimEnd()
        .split('\n\n');
      const text = `${head}\n\n${body.map((each) => `${each}\n`).join('\n')}`.replaceAll('\n', '\r\n');
      return { name: part.slice(0, nameEnd), text };
    });
}
