/** What reading and checking found in a process; a click goes to the element. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { ProcessProblem } from '../../process/problem.ts';

const severities = {
  error: { title: '错误', tone: 'red' },
  warning: { title: '提醒', tone: 'yellow' },
  notice: { title: '说明', tone: 'grey' },
} as const;

export function countProblems(problems: readonly ProcessProblem[]): string {
  const parts = (['error', 'warning', 'notice'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [`${count} 个${severities[severity].title}`];
  });
  return parts.length === 0 ? '没有问题' : parts.join('，');
}

export function ProblemList(props: {
  readonly problems: readonly ProcessProblem[];
  readonly onShow: (element: string) => void;
}): ReactNode {
  const { problems, onShow } = props;
  return (
    <section className="designer-problems" aria-label="校验结果">
      <header>
        <h2>校验结果</h2>
        <span className="city-muted">{countProblems(problems)}</span>
      </header>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem, index) => (
            // Found anew with every save, never reordered.
            <li key={index}>
              <StatusTag tone={severities[problem.severity].tone}>
                {severities[problem.severity].title}
              </StatusTag>
              <Target problem={problem} onShow={onShow} />
              <span>{problem.message}</span>
              {problem.line !== null && <span className="city-muted">第 {problem.line} 行</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Target(props: {
  readonly problem: ProcessProblem;
  readonly onShow: (element: string) => void;
}): ReactNode {
  const { element, name } = props.problem;
  if (element === null) return <b>{name}</b>;
  return (
    <Button type="link" size="small" onClick={() => props.onShow(element)}>
      {name}
    </Button>
  );
}
