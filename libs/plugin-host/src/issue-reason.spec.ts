import { message } from '@marcador/messages/message.js';
import { z } from 'zod';
import { issueReason } from './issue-reason.js';

function reasonsFor(schema: z.ZodType, value: unknown) {
  const { error } = schema.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).map(issueReason);
}

describe('what a schema finds wrong', () => {
  it.each<[string, z.ZodType, unknown, ReturnType<typeof message>]>([
    ['a missing value', z.object({ a: z.string() }), {}, message('required')],
    ['an empty text', z.string().min(1), '', message('required')],
    ['a short text', z.string().min(3), 'ab', message('too-few-characters', { min: 3 })],
    ['a long text', z.string().max(3), 'abcd', message('too-many-characters', { max: 3 })],
    ['no text', z.string(), 5, message('not-text')],
    ['no number', z.number(), 'x', message('not-number')],
    ['no whole number', z.int(), 1.5, message('not-whole-number')],
    ['no boolean', z.boolean(), 'x', message('not-boolean')],
    ['no list', z.array(z.string()), 'x', message('not-list')],
    ['no object', z.object({}), 'x', message('not-object')],
    ['a small number', z.number().min(5), 1, message('below-minimum', { min: 5 })],
    ['a large number', z.number().max(5), 6, message('above-maximum', { max: 5 })],
    ['a number at the open end', z.number().gt(5), 5, message('not-above', { min: 5 })],
    ['a number at the other open end', z.number().lt(5), 5, message('not-below', { max: 5 })],
    ['a short list', z.array(z.string()).min(2), ['x'], message('too-few-items', { min: 2 })],
    ['a long list', z.array(z.string()).max(1), ['x', 'y'], message('too-many-items', { max: 1 })],
    ['a number between the steps', z.number().multipleOf(5), 7, message('not-multiple-of', { step: 5 })],
    ['another word', z.enum(['a', 'b']), 'c', message('not-one-of', { choices: 'a, b' })],
    ['no address', z.url(), 'x', message('not-address')],
    ['no e-mail address', z.email(), 'x', message('not-email')],
    ['another form', z.string().regex(/^a$/), 'b', message('wrong-form')],
    ['an unknown key', z.strictObject({}), { b: 1 }, message('unknown-keys', { keys: 'b' })],
    ['none of the forms', z.union([z.string(), z.number()]), true, message('wrong-form')],
  ])('is a message for %s', (_, schema, value, said) => {
    expect(reasonsFor(schema, value)).toEqual([expect.objectContaining(said)]);
  });

  it.each<[string, z.ZodType]>([
    ['of a check', z.string().min(3, 'The key has three letters.')],
    ['of a refinement', z.string().refine(() => false, 'The key has three letters.')],
  ])('is told in the words %s, where the plugin has its own', (_, schema) => {
    expect(reasonsFor(schema, 'ab')).toEqual([{ reason: 'The key has three letters.' }]);
  });

  it('is a message where a refinement names one', () => {
    const schema = z.string().refine(() => false, { params: { code: 'not-certificate' } });
    expect(reasonsFor(schema, 'x')).toEqual([expect.objectContaining(message('not-certificate'))]);
  });
});
