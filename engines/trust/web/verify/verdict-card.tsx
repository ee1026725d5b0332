/** The outcome of a verification: one sentence, and the steps that led to it. */
import type { ReactNode } from 'react';
import type { Step, Verdict } from '../../proof/verify-proof.ts';

const outcomes = {
  proven: { title: '凭证属实，内容没有被改动', tone: 'green' },
  undecided: { title: '内容与签名相符，还须核对公钥', tone: 'yellow' },
  refused: { title: '凭证不属实', tone: 'red' },
} as const;

export function VerdictCard(props: { readonly verdict: Verdict }): ReactNode {
  const { outcome, steps } = props.verdict;
  const { title, tone } = outcomes[outcome];
  return (
    <section className="verify-verdict" data-tone={tone} aria-live="polite">
      <h2>{title}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step.title} data-tone={toneOf(step)}>
            <b>
              {step.title}
              <span className="city-hidden">：{wordOf(step)}</span>
            </b>
            <span>{step.note}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function toneOf({ holds }: Step): string {
  if (holds === undefined) return 'yellow';
  return holds ? 'green' : 'red';
}

function wordOf({ holds }: Step): string {
  if (holds === undefined) return '待核对';
  return holds ? '成立' : '不成立';
}
