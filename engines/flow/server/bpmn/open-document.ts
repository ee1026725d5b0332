/** A BPMN 2.0 text, read: the elements, where they stand, and the way back to text without loss. */
import { BpmnModdle } from 'bpmn-moddle';
import { flowErrors } from '../../contract.ts';
import { cityBpmn } from '../../process/city-bpmn.ts';
import { type BpmnElement, isElement } from './elements.ts';
import { linesOfIds, scanXml, type XmlBounds } from './scan-xml.ts';

export interface BpmnDocument {
  readonly definitions: BpmnElement;
  readonly lines: ReadonlyMap<string, number>;
  /** What the reader could not place, in its own words: for the log of an import, not for people. */
  readonly warnings: readonly string[];
}

export function createModdle(): BpmnModdle {
  return new BpmnModdle({ city: cityBpmn });
}

/** Throws flow.xml… or flow.notBpmn. The encoding of the declaration is past: the text is decoded. */
export async function openDocument(xml: string, bounds: XmlBounds): Promise<BpmnDocument> {
  scanXml(xml, bounds);
  const text = xml.replace(/^(\uFEFF?<\?xml[^>]*?)\s+encoding\s*=\s*(["'])[^"']*\2/, '$1');
  const read = await createModdle()
    .fromXML(text)
    .catch((problem: unknown) => {
      const message = problem instanceof Error ? problem.message : '';
      if (message.includes('failed to parse document as <bpmn:Definitions>')) throw flowErrors.notBpmn();
      throw flowErrors.bpmnBroken({ reason: reasonIn(message) });
    });
  if (!isElement(read.rootElement)) throw flowErrors.notBpmn();
  return {
    definitions: read.rootElement,
    lines: linesOfIds(xml),
    warnings: read.warnings.map((warning) => warning.message),
  };
}

/** Writes what was read, with the drawing and everything foreign. */
export async function writeDocument(definitions: BpmnElement): Promise<string> {
  const { xml } = await createModdle().toXML(definitions, { format: true });
  return xml;
}

function reasonIn(message: string): string {
  const duplicate = /duplicate ID <([^>]*)>/.exec(message)?.[1];
  if (duplicate !== undefined) return `编号“${duplicate}”出现两次`;
  const line = /line: (\d+)/.exec(message)?.[1];
  return line === undefined ? '内容不符合 BPMN 2.0' : `第 ${Number(line) + 1} 行不符合 BPMN 2.0`;
}
