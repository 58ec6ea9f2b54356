/** A JSON Schema, as far as it is looked at. */
export type JsonSchema = Readonly<Record<string, unknown>>;

interface FieldBase {
  readonly key: string;
  /** The keys that lead here, joined by dots. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly default: unknown;
  /** Shown, and sent, only while the fields beside it have one of these values each, by their keys. */
  readonly shownIf: Readonly<Record<string, readonly unknown[]>>;
}

export interface TextField extends FieldBase {
  readonly kind: 'text';
  /** Written and never shown again. */
  readonly isSecret: boolean;
  readonly isMultiLine: boolean;
  readonly isAddress: boolean;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
}

export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

interface BooleanField extends FieldBase {
  readonly kind: 'boolean';
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly choices: readonly { readonly value: string | number; readonly title: string }[];
}

/** Texts, one below the other. */
export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly item: TextField;
}

/** Names with a value each, such as headers. */
export interface MapField extends FieldBase {
  readonly kind: 'map';
  readonly value: TextField;
}

interface GroupField extends FieldBase {
  readonly kind: 'group';
  readonly fields: readonly Field[];
}

/** What the form cannot draw is edited as JSON. */
interface JsonField extends FieldBase {
  readonly kind: 'json';
}

export type Field =
  TextField | NumberField | BooleanField | ChoiceField | ListField | MapField | GroupField | JsonField;
