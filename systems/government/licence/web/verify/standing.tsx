/** The outcome of a check: one sentence in colour, the standing of the licence, and the steps that led there. */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type contract from '../../contract.ts';

export type Standing = OutputOf<typeof contract.routes.check>;

export interface CheckStep {
  readonly title: string;
  readonly holds: boolean | null | undefined;
  readonly note: string;
}

export interface OutcomeProps {
  readonly tone: 'green' | 'yellow' | 'red';
  readonly title: string;
  readonly found?: Standing | null;
  readonly steps?: readonly CheckStep[];
}

function wordOf({ holds }: CheckStep): string {
  if (holds === null || holds === undefined) return '待核对';
  return holds ? '成立' : '不成立';
}

function toneOf({ holds }: CheckStep): string {
  if (holds === null || holds === undefined) return 'yellow';
  return holds ? 'green' : 'red';
}

export function Outcome({ tone, title, found, steps = [] }: OutcomeProps): ReactNode {
  return (
    <section className="licence-outcome" data-tone={tone} aria-live="polite">
      <h2>{title}</h2>
      {found && <Fields found={found} />}
      {steps.length > 0 && (
        <ol>
          {steps.map((step, at) => (
            <li key={`${step.title} ${at}`} data-tone={toneOf(step)}>
              <b>
                {step.title}
                <span className="city-hidden">：{wordOf(step)}</span>
              </b>
              <span>{step.note}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Fields({ found }: { readonly found: Standing }): ReactNode {
  const fields: readonly (readonly [string, string])[] = [
    ['证照名称', found.name],
    ['状态', found.statusName],
    ['编号', found.number],
    ['持证主体', found.holder],
    ['颁发机构', found.issuerName],
    ['有效期至', found.validUntil ?? '长期'],
    ...(found.reason === null ? [] : [['说明', found.reason] as const]),
  ];
  return (
    <dl className="licence-fields">
      {fields.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
