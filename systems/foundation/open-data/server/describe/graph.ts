/** A small RDF graph written as Turtle, JSON-LD or RDF/XML: one list of statements, three forms that say the same. Pure. */

export type Term =
  | { readonly iri: string }
  | { readonly text: string; readonly type?: string; readonly language?: string }
  | { readonly node: Node };

/** A thing with its statements; without an address it is a blank node of the thing that holds it. */
export interface Node {
  readonly iri?: string;
  /** Prefixed name ('dcat:Dataset'). */
  readonly type: string;
  readonly says: readonly (readonly [predicate: string, value: Term])[];
}

export const prefixes = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  spdx: 'http://spdx.org/rdf/terms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

export const text = (value: string): Term => ({ text: value });
export const chinese = (value: string): Term => ({ text: value, language: 'zh-CN' });
export const typed = (value: string, type: string): Term => ({ text: value, type });
export const iri = (value: string): Term => ({ iri: value });

export function turtleText(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped.replaceAll('\0', '')}"`;
}

/** Without the characters that an address in angle brackets cannot hold. */
export function turtleIri(value: string): string {
  return `<${value.replaceAll(/[\s<>"{}|^`\\]/g, encodeURIComponent)}>`;
}

/** Without characters that XML 1.0 cannot hold. */
export function xmlText(value: string): string {
  const held = value.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
  return held
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function turtleTerm(term: Term): string {
  if ('iri' in term) return turtleIri(term.iri);
  if ('node' in term) return `[ ${turtleBody(term.node).join(' ; ')} ]`;
  if (term.language !== undefined) return `${turtleText(term.text)}@${term.language}`;
  return term.type === undefined ? turtleText(term.text) : `${turtleText(term.text)}^^${term.type}`;
}

function turtleBody(node: Node): readonly string[] {
  return [`a ${node.type}`, ...node.says.map(([predicate, value]) => `${predicate} ${turtleTerm(value)}`)];
}

export function toTurtle(nodes: readonly Node[]): string {
  const heads = Object.entries(prefixes).map(([name, address]) => `@prefix ${name}: <${address}> .`);
  const bodies = nodes.map((node) => `${turtleIri(node.iri ?? '')} ${turtleBody(node).join(' ;\n  ')} .`);
  return `${[...heads, ...bodies].join('\n')}\n`;
}

function jsonTerm(term: Term): unknown {
  if ('iri' in term) return { '@id': term.iri };
  if ('node' in term) return jsonNode(term.node);
  if (term.language !== undefined) return { '@value': term.text, '@language': term.language };
  return term.type === undefined ? term.text : { '@value': term.text, '@type': term.type };
}

function jsonNode(node: Node): Record<string, unknown> {
  const said: Record<string, unknown[]> = {};
  for (const [predicate, value] of node.says) (said[predicate] ??= []).push(jsonTerm(value));
  const one = Object.entries(said).map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
  return {
    ...(node.iri === undefined ? {} : { '@id': node.iri }),
    '@type': node.type,
    ...Object.fromEntries(one),
  };
}

export function toJsonLd(nodes: readonly Node[]): string {
  return JSON.stringify({ '@context': prefixes, '@graph': nodes.map(jsonNode) });
}

function xmlTerm(predicate: string, term: Term): string {
  if ('iri' in term) return `<${predicate} rdf:resource="${xmlText(term.iri)}"/>`;
  if ('node' in term) return `<${predicate}>${xmlNode(term.node)}</${predicate}>`;
  const type = term.type?.split(':')[1];
  const about =
    term.language === undefined
      ? type && ` rdf:datatype="${prefixes.xsd}${type}"`
      : ` xml:lang="${term.language}"`;
  return `<${predicate}${about ?? ''}>${xmlText(term.text)}</${predicate}>`;
}

function xmlNode(node: Node): string {
  const about = node.iri === undefined ? '' : ` rdf:about="${xmlText(node.iri)}"`;
  return `<${node.type}${about}>${node.says.map(([name, value]) => xmlTerm(name, value)).join('')}</${node.type}>`;
}

export function toRdfXml(nodes: readonly Node[]): string {
  const names = Object.entries({ rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', ...prefixes });
  const spaces = names.map(([name, address]) => ` xmlns:${name}="${address}"`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF${spaces}>\n${nodes.map(xmlNode).join('\n')}\n</rdf:RDF>\n`;
}
