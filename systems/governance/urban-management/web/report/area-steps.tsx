/** Chooses county, town and village with the phone's own lists. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { areaAtLevel, isAreaCode } from '../../../../../kernel/area.ts';
import { PhoneField, PhoneSelect } from '../../../../../ui/phone/phone.tsx';
import { useSources } from '../../../../../ui/sources.ts';

const levels = [
  { level: 'county', title: '县（市、区）' },
  { level: 'town', title: '乡镇（街道）' },
  { level: 'village', title: '村（社区）' },
] as const;

export function AreaSteps(props: {
  readonly value: string;
  readonly onChange: (area: string) => void;
}): ReactNode {
  // The way down is kept here, since a county alone is not yet an answer.
  const [path, setPath] = useState<readonly string[]>(() => pathOf(props.value));
  return levels.map(({ level, title }, depth) => {
    const parent = depth === 0 ? undefined : path[depth - 1];
    if (depth > 0 && !parent) return null;
    return (
      <AreaStep
        key={level}
        title={title}
        parent={parent}
        value={path[depth] ?? ''}
        onChange={(code) => {
          const next = [...path.slice(0, depth), ...(code === '' ? [] : [code])];
          setPath(next);
          // A town is narrow enough for somebody to find the place by its address.
          props.onChange(next.length >= 2 ? (next.at(-1) ?? '') : '');
        }}
      />
    );
  });
}

function AreaStep(props: {
  readonly title: string;
  readonly parent: string | undefined;
  readonly value: string;
  readonly onChange: (code: string) => void;
}): ReactNode {
  const { areas } = useSources();
  const asked = useQuery({
    queryKey: ['source', 'areas', props.parent ?? ''],
    queryFn: () => areas?.(props.parent) ?? Promise.resolve([]),
    staleTime: 300_000,
  });
  const options = (asked.data ?? []).map((area) => ({ value: area.code, label: area.name }));
  return (
    <PhoneField label={props.title}>
      <PhoneSelect value={props.value} options={options} onChange={props.onChange} />
    </PhoneField>
  );
}

function pathOf(code: string): readonly string[] {
  if (!isAreaCode(code)) return [];
  return levels.flatMap(({ level }) => areaAtLevel(code, level) ?? []);
}
