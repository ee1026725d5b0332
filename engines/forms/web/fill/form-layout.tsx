/** THE renderer of forms: sections, columns and widths by the room there is, on the desk, on a phone and in the designer's preview. */
import type { ReactNode } from 'react';
import type { Field, Fields } from '../../../../kernel/register.ts';
import type { Conclusion, FieldState } from '../../form/conclude-form.ts';
import type { FormModel, FormSection, PlacedField } from '../../form/form-model.ts';
import './forms.css';

/** One place of the form, to be filled with an input by whoever keeps the values. */
export interface FormPlace {
  readonly name: string;
  /** With the title and the hint that the form gives it. */
  readonly field: Field;
  readonly state: FieldState;
}

export interface FormLayoutProps {
  readonly model: FormModel;
  readonly fields: Fields;
  readonly conclusion: Conclusion;
  readonly render: (place: FormPlace) => ReactNode;
  /** Where values came from, by field. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** The declared field under the words of the form. */
export function fieldOnForm(placed: PlacedField, declared: Field, state: FieldState): Field {
  return {
    ...declared,
    title: placed.title ?? declared.title,
    required: state.required,
    ...(placed.hint === undefined ? {} : { hint: placed.hint }),
  };
}

export function FormLayout(props: FormLayoutProps): ReactNode {
  const { model, conclusion } = props;
  return (
    <div className="forms-layout">
      {model.sections
        .filter(({ id }) => conclusion.sections.has(id))
        .map((section) => (
          <SectionOfForm key={section.id} {...props} section={section} />
        ))}
    </div>
  );
}

function SectionOfForm(props: FormLayoutProps & { readonly section: FormSection }): ReactNode {
  const { section, fields, conclusion, sources } = props;
  return (
    <fieldset className="forms-section">
      <legend>{section.title}</legend>
      {section.hint && <p className="city-muted forms-hint">{section.hint}</p>}
      <div className={`forms-grid columns-${section.columns}`}>
        {section.fields.map((placed) => {
          const declared = fields[placed.name];
          const state = conclusion.states.get(placed.name);
          if (declared === undefined || state?.shown !== true) return null;
          const source = sources?.[placed.name];
          return (
            <div key={placed.name} className={`span-${Math.min(placed.width, section.columns)}`}>
              {props.render({ name: placed.name, field: fieldOnForm(placed, declared, state), state })}
              {source && <p className="forms-source">{source}</p>}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
