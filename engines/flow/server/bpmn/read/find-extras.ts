/** Does a document hold more than a model can say? Then it must be edited as a drawing: written from the model, that would be lost. */
import { type BpmnElement, childOf, listOf } from '../elements.ts';

const modelled: ReadonlySet<string> = new Set(['bpmn:Process', 'bpmn:Message', 'bpmn:Signal', 'bpmn:Error']);
const dataParts: ReadonlySet<string> = new Set([
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
]);

/** Foreign extension elements have no `get`, so the raw list is looked at. */
function hasForeignExtension(element: BpmnElement): boolean {
  const values: unknown = childOf(element, 'extensionElements')?.get('values');
  return (
    Array.isArray(values) &&
    values.some(
      (value: { $type?: unknown }) => !(typeof value.$type === 'string' && value.$type.startsWith('city:')),
    )
  );
}

function holdsMore(element: BpmnElement): boolean {
  if (dataParts.has(element.$type) || hasForeignExtension(element)) return true;
  if (childOf(element, 'ioSpecification') !== undefined) return true;
  const more = ['documentation', 'artifacts', 'laneSets', 'resources', 'properties'].some(
    (name) => listOf(element, name).length > 0,
  );
  return more || listOf(element, 'flowElements').some(holdsMore);
}

export function hasExtras(definitions: BpmnElement): boolean {
  const roots = listOf(definitions, 'rootElements');
  return (
    roots.filter((root) => root.$type === 'bpmn:Process').length !== 1 ||
    roots.some((root) => !modelled.has(root.$type) || holdsMore(root))
  );
}
