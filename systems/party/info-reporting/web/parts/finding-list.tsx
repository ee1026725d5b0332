/** What was found about each column that is asked for: who holds it, what is like it, what is new. */
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { Finding, Verdict } from '../../table/compare-asks.ts';

const words: Readonly<Record<Verdict, readonly [tone: string, word: string]>> = {
  held: ['green', '已掌握'],
  similar: ['yellow', '相近'],
  new: ['blue', '首次'],
  computed: ['grey', '计算'],
};

export function FindingList(props: { readonly findings: readonly Finding[] }): ReactNode {
  return (
    <ul className="report-findings">
      {props.findings.map((finding) => {
        const [tone, word] = words[finding.verdict];
        return (
          <li key={finding.key}>
            <StatusTag tone={tone}>{word}</StatusTag>
            <b>{finding.title}</b>
            <span className="city-muted">{finding.reason}</span>
          </li>
        );
      })}
    </ul>
  );
}
