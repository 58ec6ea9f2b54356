import { isMessageCode } from '@marcador/messages/message.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import '../app.module.js';

/** What class-validator keeps of each check of each field; the accessor that it has asks for one class at a time. */
interface Checks {
  readonly validationMetadatas: ReadonlyMap<
    new () => object,
    readonly {
      readonly type: string;
      readonly name?: string;
      readonly propertyName: string;
      readonly context?: { readonly code?: unknown };
    }[]
  >;
}

const { validationMetadatas } = getMetadataStorage() as unknown as Checks;
const checks = [...validationMetadatas].flatMap(([{ name }, ofClass]) =>
  ofClass
    .filter(({ type }) => type !== ValidationTypes.CONDITIONAL_VALIDATION)
    .map((check) => ({
      check: `${name}.${check.propertyName} ${check.name ?? check.type}`,
      code: check.context?.code,
    })),
);

describe('the checks of the fields of requests', () => {
  it('are known', () => {
    expect(checks.map(({ check }) => check)).toContain('CreateCampaignDto.name isLength');
  });

  it('each say what they refuse in a message, which can be translated', () => {
    expect(checks.filter(({ code }) => !isMessageCode(code))).toEqual([]);
  });
});
