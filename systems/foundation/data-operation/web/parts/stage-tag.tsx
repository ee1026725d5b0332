/** Where a run stands. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../../ui/status-tag.tsx';

const stages: Readonly<Record<string, readonly [title: string, tone: string]>> = {
  receiving: ['正在接收', 'blue'],
  computing: ['正在计算', 'blue'],
  review: ['待审核', 'yellow'],
  released: ['已放行', 'green'],
  refused: ['不予放行', 'red'],
  void: ['作废', 'grey'],
};

export function StageTag({ stage }: { readonly stage: string }): ReactNode {
  const [title, tone] = stages[stage] ?? [stage, 'grey'];
  return <StatusTag tone={tone}>{title}</StatusTag>;
}
