/** The canvas of a BPMN diagram on a page; what is wrong with an element stands as a mark on it. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ProcessProblem } from '../../../process/problem.ts';
import type { Diagram, DiagramElement } from './diagram-types.ts';
import { openDiagram } from './open-diagram.ts';

export interface DiagramViewProps {
  readonly xml: string;
  readonly editable: boolean;
  readonly problems?: readonly ProcessProblem[];
  /** The open diagram; undefined while another one is being opened. */
  readonly onOpen?: (diagram: Diagram | undefined) => void;
  readonly onSelect?: (element: DiagramElement | undefined) => void;
  readonly onChange?: () => void;
}

/** `key` it by the draft's revision where another text is to be shown. */
export function DiagramView(props: DiagramViewProps): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const heard = useRef(props);
  heard.current = props;
  const [diagram, setDiagram] = useState<Diagram>();
  const [broken, setBroken] = useState(false);
  const { xml, editable, problems } = props;

  useEffect(() => {
    let gone = false;
    let open: Diagram | undefined;
    if (container.current === null) return undefined;
    openDiagram(container.current, xml, editable)
      .then((made) => {
        if (gone) return made.destroy();
        open = made;
        listen(made, heard);
        setDiagram(made);
        heard.current.onOpen?.(made);
      })
      .catch(() => setBroken(true));
    return () => {
      gone = true;
      heard.current.onOpen?.(undefined);
      open?.destroy();
    };
  }, [xml, editable]);

  useEffect(() => {
    if (diagram !== undefined) markProblems(diagram, problems ?? []);
  }, [diagram, problems]);

  return (
    <div className="designer-canvas" ref={container}>
      {broken && <p className="designer-broken">文件里没有图形，画不出来。</p>}
    </div>
  );
}

function listen(diagram: Diagram, heard: { readonly current: DiagramViewProps }): void {
  diagram.on('selection.changed', () => {
    const chosen = diagram.get('selection').get();
    const [only] = chosen.length === 1 ? chosen : [];
    heard.current.onSelect?.(only?.labelTarget ?? only);
  });
  diagram.on('commandStack.changed', () => heard.current.onChange?.());
}

const marks = { error: '!', warning: '!', notice: 'i' } as const;

function markProblems(diagram: Diagram, problems: readonly ProcessProblem[]): void {
  const overlays = diagram.get('overlays');
  overlays.remove({ type: 'problem' });
  const worst = new Map<string, ProcessProblem[]>();
  for (const problem of problems)
    if (problem.element !== null)
      worst.set(problem.element, [...(worst.get(problem.element) ?? []), problem]);
  for (const [id, found] of worst) {
    const element = diagram.get('elementRegistry').get(id);
    const [first] = found;
    if (element === undefined || first === undefined || 'waypoints' in element) continue;
    const html = document.createElement('div');
    html.className = `designer-mark is-${first.severity}`;
    html.textContent = marks[first.severity];
    html.title = found.map((problem) => problem.message).join('\n');
    overlays.add(id, 'problem', { position: { top: -9, right: 9 }, html });
  }
}

/** Brings an element into sight and selects it. */
export function showElement(diagram: Diagram, id: string): void {
  const element = diagram.get('elementRegistry').get(id);
  if (element === undefined) return;
  const canvas = diagram.get('canvas');
  const root = canvas.findRoot(element);
  if (root !== undefined && root !== canvas.getRootElement()) canvas.setRootElement(root);
  canvas.scrollToElement(element);
  diagram.get('selection').select(element);
}
