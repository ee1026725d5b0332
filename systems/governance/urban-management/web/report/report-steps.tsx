/** How far a report has come, as a row of steps that also reads aloud. */
import type { ReactNode } from 'react';
import { type ReportState, stateWords, stepOf, stepTitles } from './citizen-words.ts';

export function ReportSteps(props: { readonly report: ReportState }): ReactNode {
  const done = stepOf(props.report);
  return (
    <ol className="report-steps" aria-label={`办理进度：${stateWords(props.report)}`}>
      {stepTitles.map((title, index) => (
        <li
          key={title}
          data-done={index < done}
          {...(index === done && props.report.state === 'open' ? { 'aria-current': 'step' as const } : {})}
        >
          <span>{title}</span>
        </li>
      ))}
    </ol>
  );
}
