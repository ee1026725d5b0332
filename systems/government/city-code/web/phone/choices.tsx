/** One of a few, each in sight: whose code, in which scene. */
import type { ReactNode } from 'react';

interface Choice {
  readonly key: string;
  readonly title: string;
}

/** The person himself has the empty key. */
export function whoseCodes(
  family: readonly { readonly id: string; readonly name: string; readonly relation: string }[],
): readonly Choice[] {
  return [
    { key: '', title: '我自己' },
    ...family.map(({ id, name, relation }) => ({ key: id, title: `${relation}${name}` })),
  ];
}

export function Choices(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Choice[];
  readonly onChoose: (key: string) => void;
}): ReactNode {
  return (
    <div className="code-choices" role="group" aria-label={props.label}>
      {props.options.map(({ key, title }) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === props.value}
          onClick={() => props.onChoose(key)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
