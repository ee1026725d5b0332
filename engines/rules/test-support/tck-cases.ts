/** Reads the test cases of the DMN Technology Compatibility Kit, which stand beside its models as small XML files. */

export interface TckCase {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** By name of the decision. */
  readonly expected: Readonly<Record<string, unknown>>;
}

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Tag[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  );
}

function readTags(xml: string): Tag {
  const root: Tag = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [, close, name, attributes = '', single, text] of xml
    .replace(/<[?!][^>]*>/g, '')
    .matchAll(/<(\/?)([\w:]+)([^>]*?)(\/?)>|([^<]+)/g)) {
    const top = open.at(-1) ?? root;
    if (name === undefined) top.text += plain(text ?? '');
    else if (close === '/') open.pop();
    else {
      const tag: Tag = { name, attributes: readAttributes(attributes), children: [], text: '' };
      top.children.push(tag);
      if (single !== '/') open.push(tag);
    }
  }
  return root;
}

function all(tag: Tag, name: string): readonly Tag[] {
  return tag.children.flatMap((child) => (child.name === name ? [child] : all(child, name)));
}

function readValue(holder: Tag): unknown {
  const components = holder.children.filter((child) => child.name === 'component');
  if (components.length > 0)
    return Object.fromEntries(components.map((one) => [one.attributes['name'], readValue(one)]));
  const list = holder.children.find((child) => child.name === 'list');
  if (list !== undefined) return list.children.map(readValue);
  const value = holder.children.find((child) => child.name === 'value');
  if (value === undefined || value.attributes['xsi:nil'] === 'true') return null;
  const type = value.attributes['xsi:type'] ?? '';
  if (/decimal|integer|double/.test(type)) return Number(value.text);
  return type.endsWith('boolean') ? value.text === 'true' : value.text;
}

export function readTckCases(xml: string): readonly TckCase[] {
  return all(readTags(xml), 'testCase').map((one) => ({
    id: one.attributes['id'] ?? '',
    inputs: Object.fromEntries(
      all(one, 'inputNode').map((node) => [node.attributes['name'], readValue(node)]),
    ),
    expected: Object.fromEntries(
      all(one, 'resultNode').map((node) => [
        node.attributes['name'],
        readValue(node.children.find((child) => child.name === 'expected') ?? node),
      ]),
    ),
  }));
}
