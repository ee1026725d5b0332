/** 时限灯: how a case stands against its limit; shape and words say it too, never the colour alone. */
import type { ReactNode } from 'react';

export type Light = 'none' | 'green' | 'yellow' | 'red';

const words: Readonly<Record<Light, string>> = {
  none: '无时限',
  green: '正常',
  yellow: '将到期',
  red: '已超期',
};

export function TimeLight(props: {
  readonly light: Light;
  /** ISO moment; shown in the tip. */
  readonly dueAt?: string | null;
  /** E.g. '剩 2 天' or '超 3 小时'; default the state in a word. */
  readonly text?: string;
}): ReactNode {
  const { light, text } = props;
  const title = props.dueAt
    ? `${words[light]}，时限 ${new Date(props.dueAt).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hourCycle: 'h23' })}`
    : words[light];
  return (
    <span className="city-light" data-light={light} title={title}>
      {text ?? words[light]}
    </span>
  );
}
