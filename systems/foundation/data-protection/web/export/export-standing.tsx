/** The state of an export as a word with its colour. */
import type { ReactNode } from 'react';
import { StatusTag, type Tone } from '../../../../../ui/status-tag.tsx';
import { type ExportState, exportStates } from '../../data/export-states.ts';

const tones: Readonly<Record<ExportState, Tone>> = {
  waiting: 'yellow',
  approved: 'blue',
  refused: 'red',
  withdrawn: 'grey',
  taken: 'green',
  expired: 'grey',
};

export function ExportStanding(props: { readonly state: ExportState }): ReactNode {
  return <StatusTag tone={tones[props.state]}>{exportStates[props.state]}</StatusTag>;
}
