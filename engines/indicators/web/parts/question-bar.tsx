/** The query area of a statistic: period, grouping and place; the choice stays in the address. */
import { DatePicker, Segmented } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { AreaPicker } from '../../../../ui/area-picker.tsx';
import { dateInCity } from '../../../../ui/form/city-time.ts';
import type { Question } from './indicator-question.ts';

const groupings = [
  { value: 'county', label: '按区县' },
  { value: 'town', label: '按乡镇' },
  { value: 'department', label: '按单位' },
] as const;
type GroupingName = (typeof groupings)[number]['value'];

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

function thisMonth(): { readonly from: string; readonly to: string } {
  const today = dateInCity(new Date()).slice(0, 10);
  return { from: `${today.slice(0, 8)}01`, to: today };
}

function groupingOf(name: string | null): GroupingName {
  return groupings.find(({ value }) => value === name)?.value ?? 'county';
}

/** What the address asks; anything odd in it falls back to this month by county. */
export function useQuestion(): readonly [
  Question,
  (part: Readonly<Record<string, string | undefined>>) => void,
] {
  const [address, setAddress] = useSearchParams();
  const month = thisMonth();
  const [from, to] = [address.get('from') ?? '', address.get('to') ?? ''];
  const period = dayForm.test(from) && dayForm.test(to) ? { from, to } : month;
  const grouping = groupingOf(address.get('by'));
  const within = address.get('within');
  const question: Question = {
    ...period,
    ...(grouping === 'department' ? { by: 'department' } : { by: 'area', level: grouping }),
    ...(within !== null && /^\d{12}(\d{3})?$/.test(within) ? { within } : {}),
  };
  function change(part: Readonly<Record<string, string | undefined>>): void {
    const next = new URLSearchParams(address);
    for (const [name, value] of Object.entries(part)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    setAddress(next, { replace: true });
  }
  return [question, change];
}

export function QuestionBar(props: {
  readonly question: Question;
  readonly onChange: (part: Readonly<Record<string, string | undefined>>) => void;
  readonly children?: ReactNode;
}): ReactNode {
  const { question, onChange } = props;
  const today = dayjs(dateInCity(new Date()).slice(0, 10));
  const lastMonth = today.subtract(1, 'month');
  const quarter = today.startOf('month').subtract(today.month() % 3, 'month');
  const pick = (chosen: readonly (Dayjs | null)[] | null) => {
    const [from, to] = [chosen?.[0], chosen?.[1]];
    if (from && to) onChange({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') });
  };
  return (
    <div className="city-toolbar">
      <DatePicker.RangePicker
        aria-label="统计时段"
        allowClear={false}
        value={[dayjs(question.from), dayjs(question.to)]}
        presets={[
          { label: '本月', value: [today.startOf('month'), today] },
          { label: '上月', value: [lastMonth.startOf('month'), lastMonth.endOf('month')] },
          { label: '本季度', value: [quarter, today] },
          { label: '今年', value: [today.startOf('year'), today] },
          { label: '近 90 天', value: [today.subtract(89, 'day'), today] },
        ]}
        onChange={pick}
      />
      <Segmented<GroupingName>
        aria-label="分组"
        options={[...groupings]}
        value={question.by === 'department' ? 'department' : (question.level ?? 'county')}
        onChange={(by) => onChange({ by })}
      />
      <div style={{ width: 220 }}>
        <label className="city-hidden" htmlFor="indicators-within">
          区划
        </label>
        <AreaPicker
          id="indicators-within"
          placeholder="全部区划"
          value={question.within ?? null}
          onChange={(within) => onChange({ within: within ?? undefined })}
        />
      </div>
      {props.children}
    </div>
  );
}
