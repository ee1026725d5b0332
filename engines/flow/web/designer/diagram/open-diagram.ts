/** Opens a BPMN diagram on the page: to edit or to look at, in Chinese, with our extension. The bpmn.io mark stays visible (licence of bpmn-js). */
import Modeler from 'bpmn-js/lib/Modeler';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import { cityBpmn } from '../../../process/city-bpmn.ts';
import { toChinese } from './chinese.ts';
import type { Diagram } from './diagram-types.ts';
import { offeredElements } from './offered-elements.ts';

const chinese = { translate: ['value', toChinese] };

/** Throws where the text holds no drawing. */
export async function openDiagram(container: HTMLElement, xml: string, editable: boolean): Promise<Diagram> {
  const options = { container, moddleExtensions: { city: cityBpmn } };
  const diagram = (editable
    ? new Modeler({ ...options, additionalModules: [chinese, offeredElements] })
    : new NavigatedViewer({ ...options, additionalModules: [chinese] })) as unknown as Diagram;
  try {
    await diagram.importXML(xml);
  } catch (problem) {
    diagram.destroy();
    throw problem;
  }
  fitDrawing(diagram, container, editable);
  return diagram;
}

/** Free room around the drawing, px: the palette stands on the left, the bpmn.io mark at the bottom right. */
const room = { top: 24, bottom: 48, right: 24 };

/** The whole drawing beside the tools, and no larger than it was drawn. */
export function fitDrawing(diagram: Diagram, container: HTMLElement, editable: boolean): void {
  const canvas = diagram.get('canvas');
  const { inner } = canvas.viewbox();
  if (inner.width === 0 || inner.height === 0) return;
  const left = editable ? 124 : 24;
  const scale = Math.min(
    1,
    (container.clientWidth - left - room.right) / inner.width,
    (container.clientHeight - room.top - room.bottom) / inner.height,
  );
  const spare = container.clientHeight - room.top - room.bottom - inner.height * scale;
  canvas.viewbox({
    x: inner.x - left / scale,
    y: inner.y - (room.top + spare / 2) / scale,
    width: container.clientWidth / scale,
    height: container.clientHeight / scale,
  });
}
