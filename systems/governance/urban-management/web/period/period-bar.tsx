/** The query area of evaluation and analysis: period, area, and what a page adds; the choice stays in the address. */
import { Segmented } from 'antd';
import { type ReactNode, useId } from 'react';
import { useSearchParams } from 'react-router';
import { AreaPicker } from '../../../../../ui/area-picker.tsx';
import { DateRangeInput } from '../../../../../ui/form/date-inputs.tsx';
import { dateInCity } from '../../../../../ui/form/city-time.ts';
import { type DayPeriod, type PeriodName, periodNames, readPeriod } from './choose-period.ts';

export interface HeldPeriod {
  readonly name: PeriodName;
  readonly period: DayPeriod;
  readonly area: string | undefined;
  readonly address: URLSearchParams;
  readonly change: (part: Readonly<Record<string, string | undefined>>) => void;
}

export function usePeriod(): HeldPeriod {
  const [address, setAddress] = useSearchParams();
  const { name, period } = readPeriod(address, dateInCity(new Date()).slice(0, 10));
  const area = address.get('area');
  return {
    name,
    period,
    area: area !== null && /^\d{12}$/.test(area) ? area : undefined,
    address,
    change: (part) => {
      const next = new URLSearchParams(address);
      for (const [key, value] of Object.entries(part)) {
        if (value === undefined || value === '') next.delete(key);
        else next.set(key, value);
      }
      setAddress(next, { replace: true });
    },
  };
}

export function PeriodBar(props: { readonly held: HeldPeriod; readonly children?: ReactNode }): ReactNode {
  const { held } = props;
  const { from, to } = held.period;
  const area = useId();
  return (
    <div className="city-section urban-period">
      <div>
        <span className="city-muted">时段</span>
        <Segmented<PeriodName>
          value={held.name}
          onChange={(name) =>
            held.change(
              name === 'custom'
                ? { period: name, from, to }
                : { period: name, from: undefined, to: undefined },
            )
          }
          options={[...periodNames]}
        />
      </div>
      <div className="urban-period-range">
        {held.name === 'custom' ? (
          <DateRangeInput
            value={`${from}..${to}`}
            onChange={(text) => {
              const [first = '', last = ''] = (text ?? '').split('..');
              if (first !== '' && last !== '') held.change({ from: first, to: last });
            }}
          />
        ) : (
          <span className="city-number">
            {from} 至 {to}
          </span>
        )}
      </div>
      <div className="urban-period-area">
        <label className="city-muted" htmlFor={area}>
          区域
        </label>
        <AreaPicker
          id={area}
          placeholder="全市"
          value={held.area ?? null}
          onChange={(code) => held.change({ area: code?.slice(0, 12) })}
        />
      </div>
      {props.children}
    </div>
  );
}
