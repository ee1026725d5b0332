/** Date and moment inputs whose values are the city's text forms, not library objects. */
import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type ReactNode, useId } from 'react';
import { dateInCity, momentFromCity } from './city-time.ts';

interface Common {
  readonly id?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
}

/** 'YYYY-MM-DD'. */
export function DateInput(
  props: Common & { readonly value?: string | null; readonly onChange?: (value: string | null) => void },
): ReactNode {
  const { value, onChange, ...rest } = props;
  return (
    <DatePicker
      {...rest}
      style={{ width: '100%' }}
      value={value ? dayjs(value) : null}
      onChange={(chosen) => onChange?.(chosen ? (chosen as Dayjs).format('YYYY-MM-DD') : null)}
    />
  );
}

/** ISO 8601 instant; people see and choose Beijing time, wherever their machine thinks it is. */
export function MomentInput(
  props: Common & { readonly value?: string | null; readonly onChange?: (value: string | null) => void },
): ReactNode {
  const { value, onChange, ...rest } = props;
  return (
    <DatePicker
      {...rest}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      style={{ width: '100%' }}
      value={value ? dayjs(dateInCity(value)) : null}
      onChange={(chosen) =>
        onChange?.(chosen ? momentFromCity((chosen as Dayjs).format('YYYY-MM-DDTHH:mm:ss')) : null)
      }
    />
  );
}

/** 'from..to', either side may be empty: the text form of list filters. */
export function DateRangeInput(props: {
  readonly id?: string;
  readonly value?: string | undefined;
  readonly onChange?: (value: string | undefined) => void;
}): ReactNode {
  const [from = '', to = ''] = (props.value ?? '').split('..');
  const today = dayjs();
  const own = useId();
  const start = props.id ?? own;
  const end = `${start}-end`;
  return (
    <>
      {/* The page names the first box only. */}
      {!props.id && (
        <label className="city-hidden" htmlFor={start}>
          开始日期
        </label>
      )}
      <label className="city-hidden" htmlFor={end}>
        结束日期
      </label>
      <DatePicker.RangePicker
        id={{ start, end }}
        style={{ width: '100%' }}
        allowEmpty={[true, true]}
        value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
        presets={[
          { label: '今天', value: [today, today] },
          { label: '近 7 天', value: [today.subtract(6, 'day'), today] },
          { label: '本月', value: [today.startOf('month'), today] },
          { label: '近 30 天', value: [today.subtract(29, 'day'), today] },
          { label: '今年', value: [today.startOf('year'), today] },
        ]}
        onChange={(chosen) => {
          const text = [chosen?.[0], chosen?.[1]].map((one) => one?.format('YYYY-MM-DD') ?? '').join('..');
          props.onChange?.(text === '..' ? undefined : text);
        }}
      />
    </>
  );
}
