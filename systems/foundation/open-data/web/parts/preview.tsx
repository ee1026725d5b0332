/** 前几行: what the data looks like before anybody downloads it. */
import type { ReactNode } from 'react';
import { Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { OpenField } from '../../routes/public-routes.ts';

const numeric: readonly string[] = ['integer', 'decimal'];

export function Preview(props: { readonly code: string; readonly fields: readonly OpenField[] }): ReactNode {
  const asked = useCall(contract.routes.preview, { code: props.code });
  const sideOf = (field: OpenField) => (numeric.includes(field.type) ? 'is-number' : '');
  return (
    <section className="open-data-part">
      <h2>前几行</h2>
      <Shown of={asked} rows={4}>
        {({ rows }) => (
          <div className="open-data-scroll" role="region" aria-label="前几行" tabIndex={0}>
            <table className="open-data-table">
              <thead>
                <tr>
                  {props.fields.map((field) => (
                    <th key={field.name} scope="col" className={sideOf(field)}>
                      {field.title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  // Rows of a file have no key; their place is what they are.
                  <tr key={index}>
                    {props.fields.map((field) => (
                      <td key={field.name} className={sideOf(field)}>
                        {String(row[field.name] ?? '')}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Shown>
    </section>
  );
}
