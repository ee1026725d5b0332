/** A conclusion as a coloured word. */
import type { ReactNode } from 'react';
import { StatusTag, type Tone } from '../../../../ui/status-tag.tsx';
import { conclusions, isConclusion } from '../data/conclusions.ts';

const tones: Readonly<Record<string, Tone>> = { danger: 'red', warning: 'yellow', good: 'green' };

export function ConclusionTag(props: { readonly of: string | null; readonly solid?: boolean }): ReactNode {
  if (!isConclusion(props.of)) return <StatusTag>未审查</StatusTag>;
  const { title, tone } = conclusions[props.of];
  return (
    <StatusTag tone={tones[tone]} solid={props.solid ?? false}>
      {title}
    </StatusTag>
  );
}
