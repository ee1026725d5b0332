/** What every part of the properties panel needs: the open diagram, the element, the names that may be used. */
import { createContext, useContext } from 'react';
import type { Vocabulary } from '../../../process/routes.ts';
import type { Diagram, DiagramElement } from '../diagram/diagram-types.ts';

export interface PanelSubject {
  readonly diagram: Diagram;
  readonly element: DiagramElement;
  readonly vocabulary: Vocabulary;
  readonly disabled: boolean;
}

const context = createContext<PanelSubject | undefined>(undefined);

export const PanelProvider = context.Provider;

/** Only inside the properties panel. */
export function usePanel(): PanelSubject {
  const subject = useContext(context);
  if (subject === undefined) throw new Error('no diagram is open around this part');
  return subject;
}

/** Changes properties of the element's own content as one command. */
export function useProperties(): (properties: Readonly<Record<string, unknown>>) => void {
  const { diagram, element } = usePanel();
  return (properties) => diagram.get('modeling').updateProperties(element, properties);
}
