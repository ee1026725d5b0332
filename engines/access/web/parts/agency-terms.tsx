/** In what and for how long somebody acts for another. */
import type { ReactNode } from 'react';
import { Shown } from '../../../../ui/empty.tsx';
import { PhoneField, PhoneSelect } from '../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export interface Terms {
  readonly actions: readonly string[];
  readonly days: string;
}

export const noTerms: Terms = { actions: [], days: '30' };

const periods = [
  { value: '1', label: '一天' },
  { value: '7', label: '一周' },
  { value: '30', label: '一个月' },
  { value: '365', label: '一年' },
];

/** As the routes want it, from now on. */
export function termsOf({ actions, days }: Terms): { actions: string[]; from: string; to: string } {
  const now = Date.now();
  return {
    actions: [...actions],
    from: new Date(now).toISOString(),
    to: new Date(now + Number(days) * 86_400_000).toISOString(),
  };
}

export function AgencyTerms(props: {
  readonly value: Terms;
  readonly onChange: (value: Terms) => void;
}): ReactNode {
  const { value, onChange } = props;
  const asked = useCall(contract.routes.agencyActions, {});
  function toggle(id: string, on: boolean): void {
    onChange({ ...value, actions: on ? [...value.actions, id] : value.actions.filter((one) => one !== id) });
  }
  return (
    <>
      <fieldset className="access-actions">
        <legend>可以办的事</legend>
        <Shown of={asked}>
          {(actions) =>
            actions.map(({ id, title }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={value.actions.includes(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                />
                {title}
              </label>
            ))
          }
        </Shown>
      </fieldset>
      <PhoneField label="期限" required>
        <PhoneSelect
          value={value.days}
          onChange={(days) => onChange({ ...value, days: days === '' ? '30' : days })}
          options={periods}
        />
      </PhoneField>
    </>
  );
}
