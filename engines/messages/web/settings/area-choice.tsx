/** Chooses county and town with the phone's own lists; saved at once. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { areaAtLevel } from '../../../../kernel/area.ts';
import { PhoneField, PhoneSelect } from '../../../../ui/phone/phone.tsx';
import { useSources } from '../../../../ui/sources.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const levels = [
  { level: 'county', title: '县（市、区）' },
  { level: 'town', title: '乡镇（街道）' },
] as const;

export function AreaChoice(props: { readonly area: string | null }): ReactNode {
  const [path, setPath] = useState<readonly string[]>(() =>
    levels.flatMap(({ level }) => (props.area === null ? [] : (areaAtLevel(props.area, level) ?? []))),
  );
  const { act } = useAct(contract.routes.setPlace, { onDone: () => tell('success', '已保存') });
  return levels.map(({ level, title }, depth) => {
    const parent = depth === 0 ? undefined : path[depth - 1];
    if (depth > 0 && parent === undefined) return null;
    return (
      <AreaStep
        key={level}
        title={title}
        parent={parent}
        value={path[depth] ?? ''}
        onChange={(code) => {
          const next = [...path.slice(0, depth), ...(code === '' ? [] : [code])];
          setPath(next);
          void act({ area: next.at(-1) ?? null });
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
