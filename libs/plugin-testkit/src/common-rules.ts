import { definitionOf, type ExtensionKind, type Instance } from '@marcador/plugin-api';
import { z } from 'zod';
import { problemsOf, secretValues, unmarkedSecrets } from './config-fields.js';
import { definitionIn, inLab, type Experiment, type Lab } from './lab.js';
import { begun, comesToHold, inTime, settled, settledPromptly } from './patience.js';
import { must, shown, type Rule } from './rule.js';
import { NO_ANSWER, type World } from './world.js';

/** What is done with an instance before it is looked whether it leaves anything behind. */
export type Exercise<I extends Instance, W extends World> = (lab: Lab<I, W>) => Promise<unknown>;

/** The rules of every kind about what is declared. */
export function declarationRules<W extends World>(
  kind: ExtensionKind,
  { plugin, startWorld }: Experiment<W>,
  refused: readonly object[] = [],
): Rule[] {
  const configOfWorld = async () => {
    const world = await startWorld();
    await world.stop();
    return world.config;
  };
  return [
    {
      id: 'declaration',
      name: `is a ${kind} with a name and a configuration that can be drawn as a form`,
      run: () => Promise.resolve(assertDeclared(kind, plugin)),
    },
    {
      id: 'configuration-refused',
      name: 'refuses a configuration with a value of another type, and what it must not accept',
      run: async () => assertRefuses(definitionIn(plugin).config, await configOfWorld(), refused),
    },
    {
      id: 'secrets-marked',
      name: 'marks its secrets',
      run: () => {
        const [unmarked] = unmarkedSecrets(definitionIn(plugin).config);
        must(
          unmarked === undefined,
          `"${unmarked}" sounds like a secret: make it with secret() of @marcador/plugin-api.`,
        );
        return Promise.resolve();
      },
    },
  ];
}

/** The rules of every kind about health while all is well, and the end of an instance. */
export function lifeRules<I extends Instance, W extends World>(
  experiment: Experiment<W>,
  exercise: Exercise<I, W>,
): Rule[] {
  return [
    {
      id: 'healthy',
      name: 'is healthy, and says so in a sentence, while all is well',
      run: () =>
        inLab<I, W>(experiment, async ({ instance, patienceMs }) => {
          const asked = instance.health?.(new AbortController().signal);
          if (asked === undefined) return;
          const report = await inTime(asked, patienceMs, 'health() does not settle.');
          must(report?.healthy === true, `health() says ${shown(report)} while all is well.`);
          must(isSentence(report.message), 'The message of health() has to be a sentence.');
        }),
    },
    {
      id: 'closes',
      name: 'leaves no timer, socket or watcher behind when it is closed, used or not',
      run: async () => {
        for (const use of [() => Promise.resolve(), exercise])
          await inLab<I, W>(experiment, async (lab) => {
            await use(lab);
            await inTime(lab.close(), lab.patienceMs, 'close() does not settle.');
            const isEmpty = await comesToHold(() => lab.open.count === 0, lab.patienceMs);
            must(isEmpty, `close() left this open: ${lab.open.toString()}.`);
          });
      },
    },
  ];
}

/** The rules of every kind that has an outside, about what it does while that fails. */
export function outageRules<I extends Instance, W extends World>(
  experiment: Experiment<W>,
  faults: readonly string[],
): Rule[] {
  const errors = faults.filter((fault) => fault !== NO_ANSWER);
  const rules: Rule[] = [
    {
      id: 'made-while-down',
      name: 'is made, without waiting, while nothing outside works',
      run: async () => {
        for (const fault of faults)
          await inLab<I, W>(
            experiment,
            () => Promise.resolve(),
            (world) => world.fail(fault),
          );
      },
    },
    {
      id: 'unhealthy',
      name: 'is not healthy while nothing outside works',
      run: async () => {
        for (const fault of errors)
          await inLab<I, W>(experiment, async ({ instance, world, patienceMs }) => {
            await world.fail(fault);
            const asked = begun(() => instance.health?.(new AbortController().signal));
            const outcome = await settled(asked, patienceMs);
            must(outcome.kind !== 'late', `health() does not settle (${fault}).`);
            if (outcome.kind === 'rejected' || outcome.value === undefined) return;
            must(outcome.value.healthy === false, `health() says ${shown(outcome.value)} (${fault}).`);
          });
      },
    },
  ];
  if (faults.includes(NO_ANSWER)) rules.push(healthAbortRule(experiment));
  return rules;
}

/** The sentence that is not discreet, with what it should not hold, if there is one. */
export function assertDiscreet<I extends Instance, W extends World>(
  { plugin }: Experiment<W>,
  { world, log }: Lab<I, W>,
  errors: readonly unknown[],
  numbers: readonly string[],
): void {
  const secrets = secretValues(definitionIn(plugin).config, world.config);
  const lines = log.filter(({ level }) => level !== 'debug').map((line) => shown(line));
  const told = [...errors.map((error) => (error instanceof Error ? error.message : shown(error))), ...lines];
  for (const sentence of told) {
    must(!secrets.some((each) => sentence.includes(each)), 'A secret stands in an error or in the log.');
    must(
      !numbers.some((each) => sentence.includes(each)),
      `A phone number stands in an error or in the log above debug: "${sentence}"`,
    );
  }
}

/** Whether people can read it. */
function isSentence(text: unknown): text is string {
  return typeof text === 'string' && text.trim().length > 0;
}

function healthAbortRule<I extends Instance, W extends World>(experiment: Experiment<W>): Rule {
  return {
    id: 'health-aborts',
    name: 'gives up its health check when that is aborted',
    run: () =>
      inLab<I, W>(experiment, async ({ instance, world, patienceMs }) => {
        await world.fail(NO_ANSWER);
        const abort = new AbortController();
        const asked = begun(() => instance.health?.(abort.signal));
        abort.abort(new Error('Nobody waits any more.'));
        const outcome = await settledPromptly(asked, patienceMs);
        must(outcome.kind !== 'late', 'health() goes on after its signal has aborted.');
      }),
  };
}

function assertDeclared(kind: ExtensionKind, plugin: Parameters<typeof definitionIn>[0]): void {
  const definition = definitionIn(plugin);
  const declared = definitionOf(plugin)?.kind;
  must(declared === kind, `The plugin declares a ${declared}, not a ${kind}.`);
  must(isSentence(definition.displayName), 'displayName has to be a name for administrators.');
  try {
    z.toJSONSchema(definition.config, { io: 'input' });
  } catch (error) {
    throw new Error(`The configuration cannot be drawn as a form: ${shown(String(error))}.`);
  }
}

function assertRefuses(
  schema: ReturnType<typeof definitionIn>['config'],
  accepted: object,
  refused: readonly object[],
): void {
  const given = schema.safeParse(accepted);
  must(given.success, `The configuration of the test is refused: ${given.error && problemsOf(given.error)}.`);
  for (const [key, value] of Object.entries(accepted)) {
    const wrong = { ...accepted, [key]: typeof value === 'object' ? 'wrong' : { wrong: true } };
    const parsed = schema.safeParse(wrong);
    must(!parsed.success, `"${key}" takes ${shown(wrong[key as keyof typeof wrong])}.`);
    const named = parsed.error.issues.some(({ path, message }) => path[0] === key && isSentence(message));
    must(named, `It is not said that "${key}" is wrong.`);
  }
  for (const each of refused) {
    const parsed = schema.safeParse({ ...accepted, ...each });
    must(!parsed.success, `The configuration ${shown(each)} is accepted.`);
    must(
      parsed.error.issues.every(({ message }) => isSentence(message)),
      `${shown(each)} is refused without a word.`,
    );
  }
}
