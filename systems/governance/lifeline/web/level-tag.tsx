/** 一级 red, 二级 orange, 三级 yellow, in words and in colour. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../ui/status-tag.tsx';

const levels: Readonly<Record<string, readonly [string, string]>> = {
  '1': ['一级', 'red'],
  '2': ['二级', 'orange'],
  '3': ['三级', 'yellow'],
};

export function LevelTag(props: { readonly level: string | null }): ReactNode {
  const [title, tone] = levels[props.level ?? ''] ?? ['—', 'grey'];
  return (
    <StatusTag tone={tone === 'orange' ? 'yellow' : tone} solid={props.level === '1'}>
      {title}
    </StatusTag>
  );
}
