/** Walks through the XML of a map file; what is no whole XML, or brings definitions of its own, is refused in words. */
import sax from 'sax';
import type { ReadLayer, ReadRow, RowProblem } from './areas.ts';
import { FileProblem } from './read-bytes.ts';

export type MarkupAttributes = Readonly<Record<string, string | sax.QualifiedAttribute>>;

/** Names come without their prefix. */
export interface MarkupReader {
  readonly rows: ReadRow[];
  readonly problems: RowProblem[];
  open(name: string, attributes: MarkupAttributes): void;
  write(text: string): void;
  close(name: string): void;
}

/** `format` names the file in refusals. Throws FileProblem. */
export function readMarkup(text: string, format: 'KML' | 'GPX', reader: MarkupReader): ReadLayer {
  const parser = sax.parser(true);
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.onerror = () => {
    throw new FileProblem(`${format} 不是完整的 XML，文件可能被截断`);
  };
  parser.ondoctype = () => {
    throw new FileProblem(`${format} 不应带文档类型声明`);
  };
  parser.onopentag = ({ name, attributes }) => reader.open(local(name), attributes);
  parser.ontext = (part) => reader.write(part);
  parser.oncdata = (part) => reader.write(part);
  parser.onclosetag = (name) => reader.close(local(name));
  parser.write(text).close();
  // Both are WGS84 by their standards.
  return { rows: reader.rows, problems: reader.problems, declared: { datum: 'wgs84' } };
}
