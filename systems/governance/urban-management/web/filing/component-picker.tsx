/** Chooses the component that a case is about, from those of its class that stand near the place. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import maps from '../../../../../engines/maps/contract.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import type { Point } from '../../../../../kernel/register.ts';
import { useRowTitle } from '../../../../../ui/sources.ts';
import { useMatters } from './use-matters.ts';
import { pointOf } from './place-input.tsx';

const layer = 'urban-management.components';
/** The server refuses components farther away than its own setting; this only keeps the list short. */
const metres = 100;

export function ComponentPicker(props: {
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (id: string | null) => void;
  readonly values: Readonly<Record<string, unknown>>;
}): ReactNode {
  const at = pointOf(props.values['position']);
  const matters = useMatters();
  const matter = matters?.find((one) => one.code === props.values['matter']);
  const value = typeof props.value === 'string' && props.value !== '' ? props.value : undefined;
  const known = useRowTitle('urban-management.component', value);
  const near = useNearComponents(at, matter?.component ?? null);
  const options = near.map((one) => ({ value: one.id, label: one.label }));
  if (value && !options.some((one) => one.value === value))
    options.unshift({ value, label: known ?? '已选部件' });
  return (
    <Select<string>
      {...(props.id ? { id: props.id } : {})}
      allowClear
      value={value ?? null}
      options={options}
      placeholder={hintOf(at, near.length)}
      notFoundContent={at ? `${metres} 米内没有同类部件` : '先在地图上选点'}
      onChange={(id: string | undefined) => props.onChange?.(id ?? null)}
      style={{ width: '100%' }}
    />
  );
}

function hintOf(at: Point | undefined, count: number): string {
  if (at === undefined) return '先在地图上选点';
  return count > 0 ? `附近有 ${count} 个部件可选` : '附近没有同类部件';
}

function useNearComponents(at: Point | undefined, kind: string | null) {
  const asked = useCall(
    maps.routes.nearest,
    { layer, lon: at?.lon ?? 0, lat: at?.lat ?? 0, metres, limit: 50 },
    { enabled: at !== undefined, fresh: 60_000 },
  );
  if (at === undefined) return [];
  return (asked.data?.features ?? [])
    .filter((one) => kind === null || one.properties['kind'] === kind)
    .map((one) => ({
      id: one.id,
      label: `${one.shown['name'] ?? '部件'} ${one.shown['code'] ?? ''}（${Math.round(one.metres)} 米${
        one.shown['condition'] ? `，${one.shown['condition']}` : ''
      }）`,
    }));
}
