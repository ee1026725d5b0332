/** How a request stands, in a word and its colour. */
import type { ReactNode } from 'react';
import { StatusTag, type Tone } from '../../../../../ui/status-tag.tsx';

type State = 'open' | 'done' | 'refused' | 'withdrawn';

const states: Readonly<Record<State, { readonly word: string; readonly tone: Tone }>> = {
  open: { word: '办理中', tone: 'blue' },
  done: { word: '已办理', tone: 'green' },
  refused: { word: '不予办理', tone: 'red' },
  withdrawn: { word: '已撤回', tone: 'grey' },
};

export function StateTag(props: { readonly state: State }): ReactNode {
  const { word, tone } = states[props.state];
  return <StatusTag tone={tone}>{word}</StatusTag>;
}
