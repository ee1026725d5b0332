/** Chooses an area level by level (区县 → 乡镇 → 村居 → 网格); any level can be the answer unless one is asked for. */
import { useQueryClient } from '@tanstack/react-query';
import { Cascader } from 'antd';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { type AreaLevel, areaLevel, areaPath, isAreaCode } from '../kernel/area.ts';
import { type AreaOption, useNames, useSources } from './sources.ts';

export interface AreaPickerProps {
  readonly value?: string | null;
  readonly onChange?: (code: string | null) => void;
  /** Only an area of this level may be chosen. */
  readonly level?: AreaLevel;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
}

interface Node {
  value: string;
  label: string;
  isLeaf: boolean;
  children?: Node[];
}

export function AreaPicker(props: AreaPickerProps): ReactNode {
  const { areas } = useSources();
  const client = useQueryClient();
  const [nodes, setNodes] = useState<Node[]>([]);
  const below = useCallback(
    (parent: string | undefined) =>
      client.fetchQuery({
        queryKey: ['source', 'areas', parent ?? ''],
        queryFn: () => areas?.(parent) ?? Promise.resolve([]),
        staleTime: 5 * 60_000,
      }),
    [client, areas],
  );
  useEffect(() => {
    let gone = false;
    void below(undefined).then(
      (found) => {
        if (!gone) setNodes(found.map(toNode));
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [below]);
  const load = (chosen: Node[]) => {
    const last = chosen.at(-1);
    if (!last || last.children) return;
    void below(last.value).then(
      (found) => {
        last.children = found.map(toNode);
        last.isLeaf = found.length === 0;
        setNodes((old) => [...old]);
      },
      () => undefined,
    );
  };
  // The chosen code may lie deeper than what is loaded: its names are asked for by themselves.
  const path = pathOf(props.value);
  const names = useNames('areaNames', path);
  const value = [...path];
  return (
    <Cascader<Node>
      options={nodes}
      loadData={load}
      changeOnSelect={props.level === undefined}
      value={value}
      displayRender={(labels) => value.map((code, index) => names[code] ?? labels[index] ?? code).join(' / ')}
      onChange={(codes) => props.onChange?.(acceptable(codes as string[] | undefined, props.level))}
      placeholder={props.placeholder ?? '请选择区划'}
      style={{ width: '100%' }}
      {...(props.id ? { id: props.id } : {})}
      {...(props.disabled ? { disabled: true } : {})}
    />
  );
}

/** From the county down; a code of another form stands for itself. */
function pathOf(code: string | null | undefined): readonly string[] {
  if (!code) return [];
  const path = isAreaCode(code) ? areaPath(code).slice(2) : [];
  return path.length > 0 ? path : [code];
}

function acceptable(codes: readonly string[] | undefined, level: AreaLevel | undefined): string | null {
  const last = codes?.at(-1);
  if (last === undefined) return null;
  return level === undefined || (isAreaCode(last) && areaLevel(last) === level) ? last : null;
}

function toNode(area: AreaOption): Node {
  return { value: area.code, label: area.name, isLeaf: area.leaf };
}
