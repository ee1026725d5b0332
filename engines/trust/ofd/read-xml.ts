/** XML of an OFD file as a small tree, names without their prefixes; document types and with them all entities but the five of XML are refused. */
import sax from 'sax';
import { OfdProblem } from './read-package.ts';

export interface Element {
  readonly name: string;
  /** Namespace of the name; empty for none. */
  readonly space: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Growing {
  readonly name: string;
  readonly space: string;
  readonly attributes: Record<string, string>;
  readonly children: Growing[];
  text: string;
}

const deepest = 100;
const largest = 20_000_000;

function isQualified(tag: sax.Tag | sax.QualifiedTag): tag is sax.QualifiedTag {
  return 'local' in tag;
}

function attributesOf(tag: sax.QualifiedTag): Record<string, string> {
  return Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
}

/** `what` names the file in the sentence of the problem. Throws OfdProblem. */
export function readXml(bytes: Uint8Array, what: string): Element {
  if (bytes.length > largest) throw new OfdProblem(`${what} 过大`);
  // The types do not know strictEntities: without it the names of HTML would pass.
  const options = { xmlns: true, strictEntities: true };
  const parser = sax.parser(true, options);
  const open: Growing[] = [];
  let root: Growing | undefined;
  parser.ondoctype = () => {
    throw new OfdProblem(`${what} 含有文档类型声明（外部实体攻击的途径），拒绝读取`);
  };
  parser.onopentag = (tag) => {
    if (!isQualified(tag)) return;
    if (open.length >= deepest) throw new OfdProblem(`${what} 嵌套过深`);
    const made: Growing = {
      name: tag.local,
      space: tag.uri,
      attributes: attributesOf(tag),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(made);
    root ??= made;
    open.push(made);
  };
  parser.onclosetag = () => open.pop();
  const addText = (text: string) => {
    const at = open.at(-1);
    if (at !== undefined) at.text += text;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onerror = () => {
    throw new OfdProblem(`${what} 不是合格的 XML`);
  };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new OfdProblem(`${what} 不是 UTF-8 编码`);
  }
  parser.write(text).close();
  if (root === undefined) throw new OfdProblem(`${what} 是空的`);
  return root;
}

export function childOf(element: Element, name: string): Element | undefined {
  return element.children.find((child) => child.name === name);
}

export function childrenOf(element: Element, name: string): readonly Element[] {
  return element.children.filter((child) => child.name === name);
}

/** Trimmed text of the child; undefined when there is none. */
export function textOf(element: Element, name: string): string | undefined {
  return childOf(element, name)?.text.trim();
}
