import { isMessageCode, message, type Message } from '@marcador/messages/message.js';
import { z } from 'zod';
import { because, type Reason } from './reason.js';

type Issue = z.core.$ZodIssue;

const zodsOwnWords = z.locales.en().localeError;

/** What a schema finds wrong with a value: a message where zod says it, otherwise the plugin's own words. */
export function issueReason(issue: Issue): Reason {
  if (issue.code === 'custom') return customReason(issue);
  const said = issueMessage(issue);
  return said === undefined || !saysZod(issue) ? { reason: issue.message } : because(said);
}

/** A check of one of our own plugins names its message. */
function customReason({ message: sentence, params }: z.core.$ZodIssueCustom): Reason {
  const code: unknown = params?.['code'];
  return isMessageCode(code) ? because({ code, params: {} }) : { reason: sentence };
}

function saysZod(issue: Issue): boolean {
  const words = zodsOwnWords(issue as z.core.$ZodRawIssue);
  return issue.message === (typeof words === 'string' ? words : words?.message);
}

function issueMessage(issue: Issue): Message | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? message('required') : wrongType(issue.expected);
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return wrongFormat(issue.format);
    case 'not_multiple_of':
      return message('not-multiple-of', { step: issue.divisor });
    case 'invalid_value':
      return message('not-one-of', { choices: issue.values.map(String).join(', ') });
    case 'unrecognized_keys':
      return message('unknown-keys', { keys: issue.keys.join(', ') });
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return message('wrong-form');
    default:
      return undefined;
  }
}

function wrongType(expected: string): Message {
  switch (expected) {
    case 'string':
      return message('not-text');
    case 'int':
      return message('not-whole-number');
    case 'number':
      return message('not-number');
    case 'boolean':
      return message('not-boolean');
    case 'array':
      return message('not-list');
    default:
      return message('not-object');
  }
}

function tooSmall({ origin, minimum, inclusive = true }: z.core.$ZodIssueTooSmall): Message {
  const min = Number(minimum);
  if (origin === 'string') return min === 1 ? message('required') : message('too-few-characters', { min });
  if (origin === 'array' || origin === 'set') return message('too-few-items', { min });
  return inclusive ? message('below-minimum', { min }) : message('not-above', { min });
}

function tooBig({ origin, maximum, inclusive = true }: z.core.$ZodIssueTooBig): Message {
  const max = Number(maximum);
  if (origin === 'string') return message('too-many-characters', { max });
  if (origin === 'array' || origin === 'set') return message('too-many-items', { max });
  return inclusive ? message('above-maximum', { max }) : message('not-below', { max });
}

function wrongFormat(format: string): Message {
  if (format === 'url') return message('not-address');
  return message(format === 'email' ? 'not-email' : 'wrong-form');
}
