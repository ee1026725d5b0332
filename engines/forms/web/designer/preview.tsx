/** The form as people will fill it in, alive, at the width of a desk or of a phone. */
import { Form, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Fields } from '../../../../kernel/register.ts';
import type { FormModel } from '../../form/form-model.ts';
import type { FormValues } from '../../form/form-scope.ts';
import { FormField } from '../fill/form-field.tsx';
import { FormLayout } from '../fill/form-layout.tsx';
import { startOf, useConclusion, useSetting } from '../fill/form-setting.ts';

type Width = 'desk' | 'phone';

export function Preview(props: { readonly model: FormModel; readonly fields: Fields }): ReactNode {
  const setting = useSetting(props.model, props.fields);
  const [width, setWidth] = useState<Width>('desk');
  const [values, setValues] = useState<FormValues>(() => startOf(setting));
  const conclusion = useConclusion(setting, values);
  return (
    <section className="forms-preview" aria-label="预览">
      <header>
        <h2>预览</h2>
        <span className="city-muted">可以试填，不会保存</span>
        <Segmented<Width>
          size="small"
          value={width}
          onChange={setWidth}
          options={[
            { value: 'desk', label: '电脑' },
            { value: 'phone', label: '手机 375' },
          ]}
          aria-label="预览宽度"
        />
      </header>
      <div className={`forms-paper is-${width}`}>
        <Form layout="vertical" requiredMark>
          <FormLayout
            model={props.model}
            fields={props.fields}
            conclusion={conclusion}
            render={(place) => (
              <FormField
                place={place}
                prefix="preview-"
                value={conclusion.values[place.name]}
                onChange={(value) => setValues((old) => ({ ...old, [place.name]: value }))}
              />
            )}
          />
        </Form>
      </div>
    </section>
  );
}
