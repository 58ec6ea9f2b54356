import { en } from './texts/en.js';
import { es } from './texts/es.js';
import { pt } from './texts/pt.js';

/** What programs know a sentence of the service by. Stable. */
export type MessageCode = keyof typeof en;

/** The values that stand in a sentence, by name. Days are `YYYY-MM-DD`. */
export type MessageParams = Readonly<Record<string, string | number>>;

type Names<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never;

/** The values that the sentence with this code needs. */
export type ParamsOf<C extends MessageCode> = Readonly<Record<Names<(typeof en)[C]>, string | number>>;

/** The codes of sentences without values. */
export type PlainCode = { [C in MessageCode]: Names<(typeof en)[C]> extends never ? C : never }[MessageCode];

/** Something that the service says to people, for a program that says it in their language. */
export interface Message {
  readonly code: MessageCode;
  readonly params: MessageParams;
}

const TEXTS = { en, pt, es } satisfies Record<string, Readonly<Record<MessageCode, string>>>;

/** A language that the service speaks. */
export type Language = keyof typeof TEXTS;
export const LANGUAGES = Object.keys(TEXTS) as Language[];
export const MESSAGE_CODES = Object.keys(en) as MessageCode[];

/** Makes a message whose values are those that its sentence needs. */
export function message<C extends MessageCode>(
  code: C,
  ...[params]: C extends PlainCode ? [] : [ParamsOf<C>]
): Message {
  return { code, params: params ?? {} };
}

/** The sentence for people. */
export function textOf({ code, params }: Message, language: Language = 'en'): string {
  return TEXTS[language][code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** A message in English, as a plugin's report holds it: the host passes the message on to whoever translates it. */
export function sentence(said: Message): { readonly message: string; readonly said: Message } {
  return { message: textOf(said), said };
}

export function isMessageCode(code: unknown): code is MessageCode {
  return typeof code === 'string' && Object.hasOwn(en, code);
}

/** An error that says what went wrong in a message. */
export class MessageError extends Error {
  constructor(readonly said: Message) {
    super(textOf(said));
  }
}
