/** The few things of bpmn-js that the designer touches, typed: its own declarations leave element contents open. */

/** A moddle element: what stands in the file. */
export interface Content {
  readonly $type: string;
  readonly id?: string;
  readonly name?: string;
  get(name: string): unknown;
}

/** A shape, line or label on the canvas. */
export interface DiagramElement {
  readonly id: string;
  readonly type: string;
  readonly businessObject: Content;
  /** Of a label: what it names. */
  readonly labelTarget?: DiagramElement;
  readonly outgoing?: readonly DiagramElement[];
}

export interface Modeling {
  updateProperties(element: DiagramElement, properties: Readonly<Record<string, unknown>>): void;
  updateModdleProperties(
    element: DiagramElement,
    content: Content,
    properties: Readonly<Record<string, unknown>>,
  ): void;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Canvas {
  /** What is seen of the drawing, in its own units; `inner`: all that is drawn. */
  viewbox(box?: Box): Box & { readonly inner: Box };
  getRootElement(): DiagramElement;
  findRoot(element: DiagramElement): DiagramElement | undefined;
  setRootElement(root: DiagramElement): void;
  scrollToElement(element: DiagramElement): void;
  addMarker(element: string, marker: string): void;
  removeMarker(element: string, marker: string): void;
}

export interface Services {
  modeling: Modeling;
  canvas: Canvas;
  elementRegistry: { get(id: string): DiagramElement | undefined; getAll(): readonly DiagramElement[] };
  selection: { get(): readonly DiagramElement[]; select(element: DiagramElement | null): void };
  overlays: {
    add(
      element: string,
      type: string,
      overlay: { readonly position: Readonly<Record<string, number>>; readonly html: HTMLElement },
    ): string;
    remove(filter: { readonly type: string }): void;
  };
  bpmnFactory: { create(type: string, properties?: Readonly<Record<string, unknown>>): Content };
  commandStack: { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean };
  translate: (text: string) => string;
}

/** A viewer or modeler of bpmn-js, as far as it is used here. */
export interface Diagram {
  importXML(xml: string): Promise<unknown>;
  saveXML(options: { readonly format: boolean }): Promise<{ readonly xml?: string }>;
  get<Name extends keyof Services>(name: Name): Services[Name];
  on(event: string, run: (event: unknown) => void): void;
  destroy(): void;
}

export function listIn(content: Content, name: string): readonly Content[] {
  const value = content.get(name);
  return Array.isArray(value) ? (value as readonly Content[]) : [];
}

export function contentIn(content: Content, name: string): Content | undefined {
  const value = content.get(name);
  return typeof value === 'object' && value !== null ? (value as Content) : undefined;
}

export function textIn(content: Content | undefined, name: string): string {
  const value = content?.get(name);
  return typeof value === 'string' ? value : '';
}

export function wordsIn(content: Content | undefined, name: string): string[] {
  return textIn(content, name)
    .split(/\s+/)
    .filter((word) => word !== '');
}
