/** Coloured word for a status or code; the word always stands beside the colour. */
import type { ReactNode } from 'react';

export type Tone = 'blue' | 'green' | 'yellow' | 'red' | 'grey' | 'purple' | 'cyan';

export function StatusTag(props: {
  readonly tone?: Tone | string | undefined;
  readonly children: ReactNode;
  readonly solid?: boolean;
}): ReactNode {
  return (
    <span className={`city-tag${props.solid ? ' is-solid' : ''}`} data-tone={props.tone ?? 'grey'}>
      {props.children}
    </span>
  );
}

/** 演示数据 wherever demo data shows. */
export function DemoMark(props: { readonly demo: boolean }): ReactNode {
  return props.demo ? (
    <span className="city-demo" title="页面中的人员、案件和数字均为演示用的合成数据">
      演示数据
    </span>
  ) : null;
}
