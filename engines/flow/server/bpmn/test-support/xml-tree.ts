/** An XML text as a plain tree with namespaces resolved, read by another way than the code under test, so that two texts can be compared. */
import { Parser } from 'saxen';

export interface XmlTree {
  /** '{namespace}local' */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlTree[];
  readonly text: string;
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: XmlTree[];
  text: string;
  scope: Readonly<Record<string, string>>;
}

function resolve(name: string, scope: Readonly<Record<string, string>>, isAttribute: boolean): string {
  const colon = name.indexOf(':');
  if (colon < 0) return isAttribute ? name : `{${scope[''] ?? ''}}${name}`;
  return `{${scope[name.slice(0, colon)] ?? '?'}}${name.slice(colon + 1)}`;
}

function scopeOf(raw: Readonly<Record<string, string>>, outer: Readonly<Record<string, string>>) {
  const own = Object.entries(raw).flatMap(([name, value]): [string, string][] => {
    if (name === 'xmlns') return [['', value]];
    return name.startsWith('xmlns:') ? [[name.slice('xmlns:'.length), value]] : [];
  });
  return own.length === 0 ? outer : { ...outer, ...Object.fromEntries(own) };
}

/** xsi:type holds a name with a prefix, which may differ between two texts that say the same. */
const typeAttribute = '{http://www.w3.org/2001/XMLSchema-instance}type';

/** Comments, processing instructions and white space between elements are no part of the tree. */
export function xmlTree(xml: string): XmlTree {
  const root: Open = { name: '', attributes: {}, children: [], text: '', scope: {} };
  const stack: Open[] = [root];
  const top = (): Open => stack.at(-1) ?? root;
  new Parser()
    .on('openTag', (name, attributes, decode) => {
      const raw = attributes();
      const scope = scopeOf(raw, top().scope);
      const kept = Object.entries(raw)
        .filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'))
        .map(([key, value]): [string, string] => {
          const full = resolve(key, scope, true);
          const text = decode(value);
          return [full, full === typeAttribute ? resolve(text, scope, false) : text];
        });
      stack.push({
        name: resolve(name, scope, false),
        attributes: Object.fromEntries(kept.sort(([left], [right]) => (left < right ? -1 : 1))),
        children: [],
        text: '',
        scope,
      });
    })
    .on('closeTag', () => {
      const { scope: _scope, text, ...done } = stack.pop() ?? root;
      top().children.push({ ...done, text: text.trim() });
    })
    .on('text', (text, decode) => {
      top().text += decode(text);
    })
    .on('cdata', (text) => {
      top().text += text;
    })
    .parse(xml);
  const [document] = root.children;
  if (document === undefined) throw new Error('no element');
  return document;
}

/** Attributes that say what BPMN20.xsd supposes anyway: writing them or not is the same document. */
const suppositions: Readonly<Record<string, string>> = {
  typeLanguage: 'http://www.w3.org/2001/XMLSchema',
  expressionLanguage: 'http://www.w3.org/1999/XPath',
  textFormat: 'text/plain',
  gatewayDirection: 'Unspecified',
  eventGatewayType: 'Exclusive',
  processType: 'None',
  associationDirection: 'None',
  implementation: '##WebService',
  itemKind: 'Information',
  startQuantity: '1',
  completionQuantity: '1',
  cancelActivity: 'true',
  isInterrupting: 'true',
  isCollection: 'false',
  isForCompensation: 'false',
  isSequential: 'false',
  isClosed: 'false',
  instantiate: 'false',
  parallelMultiple: 'false',
  testBefore: 'false',
  triggeredByEvent: 'false',
  isUnlimited: 'false',
  behavior: 'All',
  messageVisibleKind: 'initiating',
  [typeAttribute]: '{http://www.omg.org/spec/DD/20100524/DC}Point',
};

const drawing = /\/20100524\/D[CI]\}/;

/** The same document in one way of writing: without what the schema supposes, coordinates as numbers. */
export function plainTree(tree: XmlTree): XmlTree {
  const attributes = Object.entries(tree.attributes)
    .filter(([name, value]) => suppositions[name] !== value)
    .map(([name, value]): [string, string] => [
      name,
      drawing.test(tree.name) && value !== '' && !Number.isNaN(Number(value)) ? String(Number(value)) : value,
    ]);
  return { ...tree, attributes: Object.fromEntries(attributes), children: tree.children.map(plainTree) };
}

function localOf(name: string): string {
  return name.replace(/^\{[^}]*\}/, '');
}

/** Where two trees differ, in short: '<element> @<attribute>', '<element>: text', '<element>: children'. */
export function differences(left: XmlTree, right: XmlTree): readonly string[] {
  const at = localOf(left.name);
  if (left.name !== right.name) return [`${at}: name`];
  const names = new Set([...Object.keys(left.attributes), ...Object.keys(right.attributes)]);
  const found = [...names]
    .filter((name) => left.attributes[name] !== right.attributes[name])
    .map((name) => `${at} @${localOf(name)}`);
  if (left.text !== right.text) found.push(`${at}: text`);
  const same =
    left.children.length === right.children.length &&
    left.children.every((child, index) => child.name === right.children[index]?.name);
  if (!same) return [...found, `${at}: children`];
  return left.children.reduce(
    (all, child, index) => all.concat(differences(child, right.children[index] ?? child)),
    found,
  );
}
