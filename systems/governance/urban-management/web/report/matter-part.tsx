/** What it is: suggested from the words by big buttons; anything else by the phone's own list; or left to the officials. */
import { type ReactNode, useState } from 'react';
import { PhoneField, PhoneSelect } from '../../../../../ui/phone/phone.tsx';
import { groupMatters } from '../filing/group-matters.ts';
import { useMatters, useSuggestions } from '../filing/use-matters.ts';

export function MatterPart(props: {
  readonly text: string;
  readonly value: string;
  readonly onChange: (matter: string) => void;
}): ReactNode {
  const { value } = props;
  const rows = useSuggestions(props.text);
  const [open, setOpen] = useState(false);
  const matters = useMatters();
  const chosen = matters?.find((one) => one.code === value);
  const listed = rows.some((row) => row.matter === value);
  return (
    <div className="report-matter" role="group" aria-label="问题类型">
      <p className="phone-label">
        问题类型<small>（可不选，由工作人员判断）</small>
      </p>
      <div className="report-chips">
        {rows.map((row) => (
          <Chip
            key={row.matter}
            name={row.name}
            pressed={row.matter === value}
            onClick={() => props.onChange(row.matter === value ? '' : row.matter)}
          />
        ))}
        {chosen && !listed && <Chip name={chosen.name} pressed onClick={() => props.onChange('')} />}
        <Chip name={open ? '收起' : '其他类型'} pressed={false} onClick={() => setOpen(!open)} />
      </div>
      {rows.length === 0 && !chosen && <p className="phone-hint">写好问题描述后，这里会推荐类型</p>}
      {open && (
        <AllMatters
          onChoose={(matter) => {
            props.onChange(matter);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

function Chip(props: {
  readonly name: string;
  readonly pressed: boolean;
  readonly onClick: () => void;
}): ReactNode {
  return (
    <button type="button" className="report-chip" aria-pressed={props.pressed} onClick={props.onClick}>
      {props.name}
    </button>
  );
}

function AllMatters(props: { readonly onChoose: (matter: string) => void }): ReactNode {
  const groups = groupMatters(useMatters() ?? []);
  const [group, setGroup] = useState('');
  const found = groups.find((one) => one.label === group);
  return (
    <div className="report-all">
      <PhoneField label="大类">
        <PhoneSelect
          value={group}
          onChange={setGroup}
          options={groups.map(({ label }) => ({ value: label, label }))}
        />
      </PhoneField>
      {found && (
        <PhoneField label="小类">
          <PhoneSelect value="" onChange={props.onChoose} options={found.options} />
        </PhoneField>
      )}
    </div>
  );
}
