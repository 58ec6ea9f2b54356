import {
  type ASTWithSource,
  Binary,
  type BindingPipe,
  Conditional,
  Interpolation,
  LiteralPrimitive,
  ParenthesizedExpression,
  parseTemplate,
  RecursiveAstVisitor,
  tmplAstVisitAll,
  type TmplAstBoundAttribute,
  type TmplAstBoundText,
  type TmplAstElement,
  TmplAstRecursiveVisitor,
  type TmplAstText,
  type TmplAstTextAttribute,
  type AST,
} from '@angular/compiler';

/** What a template says and what it takes from the translations. */
export interface TemplateTexts {
  /** Keys of texts that are named whole. */
  readonly keys: ReadonlySet<string>;
  /** Beginnings of keys whose end is computed. */
  readonly prefixes: ReadonlySet<string>;
  /** Words that stand in the template itself. */
  readonly hardCoded: readonly string[];
}

/** Attributes that people see or hear. */
const SPOKEN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'label',
  'matTooltip',
  'placeholder',
  'title',
]);
const HAS_WORD = /\p{L}{2}/u;

class Expressions extends RecursiveAstVisitor {
  readonly keys = new Set<string>();
  readonly prefixes = new Set<string>();

  override visitPipe(pipe: BindingPipe, context: unknown): void {
    if (pipe.name === 'translate') this.collect(pipe.exp);
    super.visitPipe(pipe, context);
  }

  private collect(key: AST): void {
    if (key instanceof ParenthesizedExpression) this.collect(key.expression);
    else if (key instanceof LiteralPrimitive && typeof key.value === 'string') this.keys.add(key.value);
    else if (key instanceof Conditional) [key.trueExp, key.falseExp].forEach((each) => this.collect(each));
    else if (key instanceof Binary && key.left instanceof LiteralPrimitive)
      this.prefixes.add(String(key.left.value));
  }
}

class Texts extends TmplAstRecursiveVisitor {
  readonly hardCoded: string[] = [];
  readonly expressions = new Expressions();

  override visitText(text: TmplAstText): void {
    this.say(text.value);
  }

  override visitBoundText(text: TmplAstBoundText): void {
    const { ast } = text.value as ASTWithSource;
    if (ast instanceof Interpolation) ast.strings.forEach((each) => this.say(each));
    this.expressions.visit(ast);
  }

  override visitElement(element: TmplAstElement): void {
    // A class is no text; what is hidden from all is none either.
    super.visitElement(element);
  }

  override visitTextAttribute(attribute: TmplAstTextAttribute): void {
    if (SPOKEN.has(attribute.name)) this.say(attribute.value);
  }

  override visitBoundAttribute(attribute: TmplAstBoundAttribute): void {
    this.expressions.visit((attribute.value as ASTWithSource).ast);
  }

  private say(text: string): void {
    if (HAS_WORD.test(text)) this.hardCoded.push(text.trim());
  }
}

/** Reads a template. @throws Error where it cannot be parsed */
export function textsOf(template: string, path: string): TemplateTexts {
  const { nodes, errors } = parseTemplate(template, path);
  if (errors !== null && errors.length > 0) throw new Error(`${path}: ${errors[0]?.msg}`);
  const texts = new Texts();
  tmplAstVisitAll(texts, nodes);
  const { keys, prefixes } = texts.expressions;
  return { keys, prefixes, hardCoded: texts.hardCoded };
}
