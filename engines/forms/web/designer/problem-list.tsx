/** What stands in the way of publishing; pressing a line goes to the thing it is about. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { FormProblem } from '../../form/check-form.ts';
import type { Chosen } from './edit-form.ts';

function chosenOf(path: string): Chosen {
  const [kind, name = ''] = path.split('.');
  if (kind === 'fields') return { kind: 'field', name };
  if (kind === 'sections') return { kind: 'section', id: name };
  return { kind: 'form' };
}

export function ProblemList(props: {
  readonly problems: readonly FormProblem[];
  readonly onChoose: (chosen: Chosen) => void;
}): ReactNode {
  const { problems } = props;
  const errors = problems.filter(({ level }) => level === 'error').length;
  if (problems.length === 0)
    return <Alert type="success" showIcon title="检查通过，可以发布" style={{ marginBottom: 12 }} />;
  return (
    <Alert
      type={errors > 0 ? 'error' : 'warning'}
      showIcon
      style={{ marginBottom: 12 }}
      title={errors > 0 ? `有 ${errors} 处错误，改好才能发布` : `有 ${problems.length} 处提醒，可以发布`}
      description={
        <ul className="forms-problems">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <button type="button" onClick={() => props.onChoose(chosenOf(path))}>
                {message}
              </button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
