/** The XML side of DMN: text to element tree and back, for hostile files and for every namespace from DMN 1.1 to 1.5. */
import { DmnModdle, type ModdleElement } from 'dmn-moddle';
import { ruleErrors } from '../errors.ts';

/** An element of the tree. Properties are read with `get` under their name in DMN 1.3. */
export type Element = ModdleElement;

export interface DmnLimits {
  /** Characters of a file. */
  readonly length: number;
  /** Elements of a file. */
  readonly elements: number;
}

const current = {
  MODEL: 'https://www.omg.org/spec/DMN/20191111/MODEL/',
  DMNDI: 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
  FEEL: 'https://www.omg.org/spec/DMN/20191111/FEEL/',
} as const;

/** DMN 1.1 (20151101, /dmn.xsd), 1.2 (20180521), 1.3 (20191111), 1.4 (20211108), 1.5 (20230324). */
const older =
  /https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20151101|20180521|20191111|20211108|20230324)\/(MODEL|DMNDI|FEEL|dmn\.xsd)\/?/g;

function toCurrent(xml: string): string {
  return xml.replace(older, (_, part: string) =>
    part === 'dmn.xsd' ? current.MODEL : current[part as keyof typeof current],
  );
}

export interface DmnDocument {
  readonly root: Element;
  create(type: string, properties?: Readonly<Record<string, unknown>>): Element;
  write(): Promise<string>;
}

function checkSize(xml: string, limits: DmnLimits): void {
  if (xml.length > limits.length) throw ruleErrors.dmnTooLarge();
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw ruleErrors.dmn({ reason: '不接受文档类型声明' });
  let elements = 0;
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at + 1)) elements += 1;
  // A start and an end each.
  if (elements > limits.elements * 2) throw ruleErrors.dmnTooLarge();
}

/** Throws rules.dmn and rules.dmnTooLarge. Nothing outside the text is read: no entities, no imports. */
export async function openDmn(xml: string, limits: DmnLimits): Promise<DmnDocument> {
  checkSize(xml, limits);
  const moddle = new DmnModdle();
  const read = await moddle.fromXML(toCurrent(xml)).catch(() => {
    throw ruleErrors.dmn({ reason: '不是完整的 DMN 1.1–1.5 文件' });
  });
  // A diagram may point to what is no longer there; that changes no decision.
  const warning = read.warnings.find(({ message }) => !message.startsWith('unresolved reference'));
  if (warning !== undefined)
    throw ruleErrors.dmn({ reason: `无法识别的内容(${warning.message.split('\n')[0]?.slice(0, 120)})` });
  return {
    root: read.rootElement,
    create: (type, properties) => moddle.create(type, properties),
    write: async () => (await moddle.toXML(read.rootElement, { format: true })).xml,
  };
}

/** A new document with nothing in it but its name. */
export function newDmn(name: string, id: string): DmnDocument {
  const moddle = new DmnModdle();
  const root = moddle.create('dmn:Definitions', { id, name, namespace: `https://rules.city/${id}` });
  return {
    root,
    create: (type, properties) => moddle.create(type, properties),
    write: async () => (await moddle.toXML(root, { format: true })).xml,
  };
}

export function elementsOf(parent: Element, name: string): readonly Element[] {
  return (parent.get(name) as readonly Element[] | undefined) ?? [];
}

export function elementOf(parent: Element, name: string): Element | undefined {
  return (parent.get(name) as Element | undefined) ?? undefined;
}

export function textOf(parent: Element | undefined, name: string): string {
  const value = parent?.get(name);
  return typeof value === 'string' ? value : '';
}
