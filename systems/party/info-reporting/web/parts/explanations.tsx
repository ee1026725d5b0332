/** Checks that did not hold but may be explained: each with the words that go up together with the figures. */
import { Input } from 'antd';
import type { ReactNode } from 'react';

export function Explanations(props: {
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  readonly explained: Readonly<Record<string, string>>;
  readonly onChange?: (explained: Readonly<Record<string, string>>) => void;
}): ReactNode {
  const { explained, onChange } = props;
  const asked = props.problems.flatMap(({ path }) => (path.startsWith('explained.') ? [path.slice(10)] : []));
  const titles = [...new Set([...asked, ...Object.keys(explained)])];
  if (titles.length === 0) return null;
  return (
    <div className="report-form">
      {titles.map((title) => (
        <div key={title} className="report-cell">
          <label htmlFor={`explain-${title}`}>{title}</label>
          {onChange ? (
            <Input
              id={`explain-${title}`}
              value={explained[title] ?? ''}
              maxLength={300}
              placeholder="与规则不符，请写明原因"
              onChange={(event) => onChange({ ...explained, [title]: event.target.value })}
            />
          ) : (
            <span>{explained[title]}</span>
          )}
        </div>
      ))}
    </div>
  );
}
