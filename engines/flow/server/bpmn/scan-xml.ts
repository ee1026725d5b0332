/** The first look at a foreign XML text, before anything is built from it: size, depth, number of elements, no entities, well formed. */
import { Parser, type Place } from 'saxen';
import type { CityError } from '../../../../kernel/errors.ts';
import { flowErrors } from '../../contract.ts';

/** From the engine's settings. */
export interface XmlBounds {
  readonly kilobytes: number;
  readonly elements: number;
  readonly depth: number;
}

const reasons: readonly (readonly [RegExp, string])[] = [
  [/closing tag mismatch|missing open tag/, '结束标记与开始标记不配对'],
  [/unclosed|unexpected end/, '标记没有结束'],
  [/already defined/, '同一元素的属性重复'],
  [/missing start tag/, '没有任何元素'],
  [/quotes|attribute/, '属性写法不正确'],
  [/non-whitespace outside/, '最外层元素之外有文字'],
  [/namespace/, '命名空间没有声明'],
];

/** The parser's English says nothing to an official. */
export function reasonOf(problem: string): string {
  return reasons.find(([pattern]) => pattern.test(problem))?.[1] ?? '写法不正确';
}

/** Throws flow.xml… for a text that is not to be read any further. */
export function scanXml(xml: string, bounds: XmlBounds): void {
  if (Buffer.byteLength(xml) > bounds.kilobytes * 1024)
    throw flowErrors.xmlTooLarge({ most: bounds.kilobytes });
  let found: CityError | undefined;
  let depth = 0;
  let elements = 0;
  let roots = 0;
  const parser = new Parser();
  const refuse = (problem: CityError): void => {
    found ??= problem;
    parser.stop();
  };
  const broken = (problem: Error, at: () => Place): void =>
    refuse(flowErrors.xmlBroken({ line: at().line + 1, reason: reasonOf(problem.message) }));
  parser
    .on('openTag', (_name, attributes, _decode, _selfClosing, at) => {
      // Read here, so that what is wrong with them is heard by this look and not by the reader after it.
      attributes();
      depth += 1;
      elements += 1;
      if (depth === 1) roots += 1;
      if (roots > 1) refuse(flowErrors.xmlBroken({ line: at().line + 1, reason: '最外层有多个元素' }));
      else if (depth > bounds.depth)
        refuse(flowErrors.xmlTooDeep({ line: at().line + 1, most: bounds.depth }));
      else if (elements > bounds.elements) refuse(flowErrors.xmlTooMany({ most: bounds.elements }));
    })
    .on('closeTag', () => {
      depth -= 1;
    })
    .on('attention', (_text, _decode, at) => refuse(flowErrors.xmlForbidden({ line: at().line + 1 })))
    .on('error', broken)
    .on('warn', broken)
    .parse(xml);
  if (found !== undefined) throw found;
}

/** Element id → line of its first mention as an id, from 1. One pass over the text. */
export function linesOfIds(xml: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let line = 1;
  for (const [whole, , id] of xml.matchAll(/\n|\sid\s*=\s*(["'])([^"'<]*)\1/g)) {
    if (id !== undefined && !lines.has(id)) lines.set(id, line);
    if (whole.includes('\n')) line += whole.split('\n').length - 1;
  }
  return lines;
}
