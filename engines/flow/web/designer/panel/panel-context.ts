/** What the parts of the properties panel need: the names that may be used, and in the drawing the open diagram with the element. */
import { createContext, useContext } from 'react';
import type { Vocabulary } from '../../../routes/definition-routes.ts';
import type { Diagram, DiagramElement } from '../diagram/diagram-types.ts';

export interface FormSubject {
  readonly vocabulary: Vocabulary;
  readonly disabled: boolean;
}

export interface PanelSubject extends FormSubject {
  readonly diagram: Diagram;
  readonly element: DiagramElement;
}

const forms = createContext<FormSubject | PanelSubject | undefined>(undefined);

export const PanelProvider = forms.Provider;

/** Inside the properties panel or the panel of a step. */
export function useForm(): FormSubject {
  const subject = useContext(forms);
  if (subject === undefined) throw new Error('no panel around this part');
  return subject;
}

/** Only inside the properties panel of the drawing. */
export function usePanel(): PanelSubject {
  const subject = useForm();
  if (!('diagram' in subject)) throw new Error('no diagram is open around this part');
  return subject as PanelSubject;
}

/** Changes properties of the element's own content as one command. */
export function useProperties(): (properties: Readonly<Record<string, unknown>>) => void {
  const { diagram, element } = usePanel();
  return (properties) => diagram.get('modeling').updateProperties(element, properties);
}
