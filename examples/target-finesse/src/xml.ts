/** An element of an XML document. Enough for what Finesse sends: no document types, no processing of name spaces. */
export interface Element {
  readonly name: string;
  /** As they are written. */
  readonly attributes: string;
  readonly children: Element[];
  text: string;
}

const TOKEN = /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([\w:.-]+)([^>]*?)(\/?)>|([^<]+)/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** @returns the root element, or `undefined` when the elements do not close as they should */
export function parseXml(text: string): Element | undefined {
  const top: Element = { name: '', attributes: '', children: [], text: '' };
  const open = [top];
  for (const [, cdata, closes, name, attributes = '', empty, chars] of text.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? top;
    if (name === undefined) parent.text += cdata ?? decoded(chars ?? '');
    else if (closes) {
      if (open.pop()?.name !== name) return undefined;
    } else {
      const element = { name, attributes, children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  return open.length === 1 ? top.children[0] : undefined;
}

/** All elements of a name, at any depth. */
export function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

/** The text of the child with that name; empty when there is none. */
export function textOf(element: Element, name: string): string {
  return element.children.find((child) => child.name === name)?.text.trim() ?? '';
}

export function attributeOf(element: Element, name: string): string {
  const [, , value = ''] = new RegExp(`\\s${name}\\s*=\\s*(["'])(.*?)\\1`).exec(element.attributes) ?? [];
  return decoded(value);
}

/** For text and attribute values. */
export function encoded(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole, ten?: string, sixteen?: string, name = '') =>
      ten || sixteen
        ? String.fromCodePoint(Number(ten ?? `0x${sixteen}`))
        : (ENTITIES[String(name)] ?? whole),
  );
}
