/** 数字翻牌: each digit on its own card, turning when it changes. */
import type { ReactNode } from 'react';

export function FlipNumber(props: {
  readonly title: string;
  readonly value: number | undefined;
  readonly tone?: 'red' | 'yellow' | 'green';
  readonly onOpen: () => void;
}): ReactNode {
  const text = props.value === undefined ? '—' : props.value.toLocaleString('zh-CN');
  return (
    <button
      type="button"
      className="wall-flip"
      data-tone={props.tone}
      disabled={props.value === undefined}
      onClick={props.onOpen}
    >
      <span className="wall-flip-digits" aria-hidden>
        {[...text].map((digit, index, all) => (
          // Counted from the end, so that 99 → 100 turns the digits that changed. The digit in the key starts the turn.
          <b key={`${all.length - index} ${digit}`} data-mark={digit === ',' || undefined}>
            {digit}
          </b>
        ))}
      </span>
      <span>{props.title}</span>
      <span className="city-hidden"> {text} 件，看明细</span>
    </button>
  );
}
