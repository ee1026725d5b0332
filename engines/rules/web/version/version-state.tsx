/** How a version stands, in a coloured word. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { VersionLine } from '../../contract.ts';

export function VersionState(props: {
  readonly version: Pick<VersionLine, 'state' | 'current' | 'effectiveFrom'>;
}): ReactNode {
  const { state, current, effectiveFrom } = props.version;
  if (state === 'draft') return <StatusTag tone="yellow">草稿</StatusTag>;
  if (state === 'retired') return <StatusTag tone="grey">已停用</StatusTag>;
  if (current) return <StatusTag tone="green">生效中</StatusTag>;
  const waiting = Date.parse(effectiveFrom ?? '') > Date.now();
  return waiting ? <StatusTag tone="blue">待生效</StatusTag> : <StatusTag tone="grey">已被替代</StatusTag>;
}
