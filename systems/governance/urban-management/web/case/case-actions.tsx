/** What helps with single actions: standards when a case is filed, units when it is dispatched, doubles when it is merged. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { ActionSlot } from '../../../../../engines/flow/web/action/action-drawer.tsx';
import type { FieldInputProps } from '../../../../../ui/field-input.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { ComponentPicker } from '../filing/component-picker.tsx';
import { MatterPicker } from '../filing/matter-picker.tsx';
import { PlaceInput } from '../filing/place-input.tsx';
import { StandardList, useStandards } from '../filing/standard-list.tsx';
import { SuspectList } from './suspect-list.tsx';

type InputProps = FieldInputProps & { readonly values: Readonly<Record<string, unknown>> };

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function MatterInput(props: InputProps): ReactNode {
  return (
    <MatterPicker
      value={props.value}
      description={textOf(props.values['description']) ?? undefined}
      {...(props.id ? { id: props.id } : {})}
      {...(props.onChange ? { onChange: props.onChange } : {})}
    />
  );
}

/** Only standards of the chosen class that are in force today. */
function StandardInput(props: InputProps): ReactNode {
  const matter = textOf(props.values['matter']);
  const asked = useStandards(matter);
  const chosen = textOf(props.value);
  return (
    <>
      <Select<string>
        {...(props.id ? { id: props.id } : {})}
        value={chosen}
        placeholder={matter === null ? '先选事项小类' : '选择立案标准'}
        disabled={matter === null}
        style={{ width: '100%', marginBottom: 8 }}
        options={(asked.data?.rows ?? []).map((row) => ({
          value: row.standard,
          label: `${row.standard} ${row.condition}（${row.handleLimit}）`,
        }))}
        onChange={(standard: string) => props.onChange?.(standard)}
      />
      {chosen !== null && <StandardList matter={matter} chosen={chosen} />}
    </>
  );
}

export const caseInputs = {
  matter: MatterInput,
  standard: StandardInput,
  position: PlaceInput,
  component: ComponentPicker,
};

export const caseActionExtras: Readonly<Record<string, (slot: ActionSlot) => ReactNode>> = {
  dispatch: (slot) => <DutySuggestions slot={slot} />,
  'verb.merge': (slot) => (
    <SuspectList
      id={slot.detail.id}
      chosen={slot.values.caseId}
      onChoose={(caseId) => slot.change({ caseId })}
    />
  ),
};

function DutySuggestions(props: { readonly slot: ActionSlot }): ReactNode {
  const { slot } = props;
  const asked = useCall(contract.routes.dutyUnits, { id: slot.detail.id });
  return (
    <div className="urban-duty">
      <h3>责任单位建议</h3>
      <Shown of={asked} rows={3}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty text="责任表没有对应的单位，请指挥中心指定" />
          ) : (
            <ul className="urban-suspects">
              {rows.map((row) => (
                <li key={row.unit}>
                  <b>{row.unitName}</b>
                  <span className="city-muted">{row.reason}</span>
                  <button
                    type="button"
                    className="urban-chip"
                    aria-pressed={slot.values.unit === row.unit}
                    onClick={() => slot.change({ unit: row.unit })}
                  >
                    {slot.values.unit === row.unit ? '已选' : '派给'}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </div>
  );
}
