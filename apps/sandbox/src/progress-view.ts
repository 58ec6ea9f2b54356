import { createLogUpdate } from 'log-update';
import type { Progress } from './api.js';

/** A campaign's name and where it is. */
export interface NamedProgress {
  readonly name: string;
  readonly progress: Progress;
}

/** Shows how campaigns go on. */
export interface ProgressView {
  show(campaigns: readonly NamedProgress[]): void;
  /** Leaves what was shown last on the screen. */
  done(): void;
}

const BAR_CELLS = 24;
const LINE_INTERVAL_MS = 2000;

/** A live table where the output is a terminal, lines where it is not. */
export function progressView(output: NodeJS.WriteStream): ProgressView {
  return output.isTTY ? liveTable(output) : lines(output);
}

function liveTable(output: NodeJS.WriteStream): ProgressView {
  const update = createLogUpdate(output);
  return {
    show: (campaigns) => update(`\n${campaigns.map(tableBlock).join('\n\n')}`),
    done: () => update.done(),
  };
}

function lines(output: NodeJS.WriteStream): ProgressView {
  let shownAt = -Infinity;
  let last = '';
  return {
    show(campaigns) {
      const text = campaigns.map(({ name, progress }) => `${name}: ${oneLine(progress)}`).join('\n');
      if (text === last || Date.now() - shownAt < LINE_INTERVAL_MS) return;
      shownAt = Date.now();
      last = text;
      output.write(`${text}\n`);
    },
    done: () => {},
  };
}

function tableBlock({ name, progress }: NamedProgress): string {
  const { queue, calls, leads } = progress;
  const agents = queue === null ? '' : `free ${queue.free} of ${queue.loggedOn}`;
  return [
    `${name.padEnd(22)} ${bar(progress)} ${finished(progress)}/${total(progress)} finished  ${stateOf(progress)}`,
    `  calls   ${Object.entries(calls)
      .map(([stage, n]) => `${stage} ${String(n).padStart(2)}`)
      .join('  ')}   ${agents}`,
    `  leads   ${statuses(leads)}`,
  ].join('\n');
}

function oneLine(progress: Progress): string {
  const calls = Object.values(progress.calls).reduce((sum, n) => sum + n, 0);
  return `${finished(progress)}/${total(progress)} finished, ${calls} calls, ${statuses(progress.leads)}`;
}

/** The statuses as short as a line of the terminal wants them. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  AMD: 'machine',
  SERVICE_TEMPORARILY_UNAVAILABLE: 'unavailable',
};

/** How many leads are in each status that has any. */
export function statuses(leads: Progress['leads']): string {
  return Object.entries(leads)
    .filter(([, n]) => n > 0)
    .map(([status, n]) => `${SHORT_NAMES[status] ?? status.toLowerCase().replaceAll('_', ' ')} ${n}`)
    .join(', ');
}

function bar(progress: Progress): string {
  const cells = total(progress) === 0 ? 0 : Math.round((BAR_CELLS * finished(progress)) / total(progress));
  return '█'.repeat(cells) + '░'.repeat(BAR_CELLS - cells);
}

function stateOf({ entryState, queue }: Progress): string {
  return queue?.unreachable ?? entryState?.toLowerCase().replaceAll('_', ' ') ?? 'outside its hours';
}

function total({ leads }: Progress): number {
  return Object.values(leads).reduce((sum, n) => sum + n, 0);
}

function finished(progress: Progress): number {
  return total(progress) - progress.unfinished;
}
