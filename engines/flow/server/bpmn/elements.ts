/** Careful looks at a BPMN document as moddle reads it: every value of a foreign file is unknown until it was looked at. */

export interface BpmnElement {
  readonly $type: string;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

/** Generic elements of foreign namespaces have no `get`. */
export function isElement(value: unknown): value is BpmnElement {
  return (
    typeof value === 'object' && value !== null && typeof (value as { get?: unknown }).get === 'function'
  );
}

/** Trimmed, and undefined rather than empty. */
export function textOf(element: BpmnElement, name: string): string | undefined {
  const value = element.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export function numberOf(element: BpmnElement, name: string): number | undefined {
  const value = element.get(name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function childOf(element: BpmnElement, name: string): BpmnElement | undefined {
  const value = element.get(name);
  return isElement(value) ? value : undefined;
}

export function listOf(element: BpmnElement, name: string): readonly BpmnElement[] {
  const value = element.get(name);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** Space-separated names; undefined where there are none. */
export function namesOf(element: BpmnElement, name: string): readonly string[] | undefined {
  return textOf(element, name)?.split(/\s+/);
}

export function idOf(element: BpmnElement): string {
  return textOf(element, 'id') ?? '';
}

/** The elements of that type in its extensionElements, ours by name: 'city:Limit'. */
export function extensionsOf(element: BpmnElement, type: string): readonly BpmnElement[] {
  const holder = childOf(element, 'extensionElements');
  return holder === undefined ? [] : listOf(holder, 'values').filter((each) => each.$type === type);
}

export function extensionOf(element: BpmnElement, type: string): BpmnElement | undefined {
  return extensionsOf(element, type)[0];
}
