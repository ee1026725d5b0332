/** The outcome of a verification: one sentence, and the steps that led to it. */
import type { ReactNode } from 'react';
import type { OfdReport } from '../../ofd/verify-ofd.ts';
import type { Step, Verdict } from '../../proof/verify-proof.ts';

const outcomes = {
  proven: { title: '凭证属实，内容没有被改动', tone: 'green' },
  undecided: { title: '内容与签名相符，还须核对公钥', tone: 'yellow' },
  refused: { title: '凭证不属实', tone: 'red' },
} as const;

const states = {
  // Anybody can make a seal of any name under an issuer of his own: without a known root this is no green light.
  intact: { title: '签章与文件相符，还须确认发证机构可信', tone: 'yellow' },
  undecided: { title: '没有发现改动，但不能全部核验', tone: 'yellow' },
  unsigned: { title: '文件没有签名', tone: 'yellow' },
  encrypted: { title: '文件已加密', tone: 'yellow' },
  broken: { title: '文件残缺或被改动过', tone: 'red' },
  unreadable: { title: '不能读取', tone: 'red' },
} as const;

export function ProofVerdict(props: { readonly verdict: Verdict }): ReactNode {
  return <VerdictCard {...outcomes[props.verdict.outcome]} steps={props.verdict.steps} />;
}

export function OfdVerdict(props: { readonly report: OfdReport }): ReactNode {
  return <VerdictCard {...states[props.report.state]} steps={props.report.steps} />;
}

function VerdictCard(props: {
  readonly title: string;
  readonly tone: string;
  readonly steps: readonly Step[];
}): ReactNode {
  return (
    <section className="verify-verdict" data-tone={props.tone} aria-live="polite">
      <h2>{props.title}</h2>
      <ol>
        {props.steps.map((step) => (
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
