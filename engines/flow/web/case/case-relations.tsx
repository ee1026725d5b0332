/** Cases that this one was merged with, split from, waits for or is waited for by. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Section } from '../../../../ui/layout.tsx';
import type { CaseDetail } from './use-case.ts';

const kinds: Readonly<Record<CaseDetail['links'][number]['kind'], string>> = {
  'merged-into': '已并入',
  'merged-from': '并入本件',
  'split-into': '拆出',
  'split-from': '拆自',
  'called-into': '子案件',
  'called-from': '主案件',
};

export function CaseRelations(props: {
  readonly detail: CaseDetail;
  readonly pathOf: (id: string) => string;
}): ReactNode {
  const { links } = props.detail;
  if (links.length === 0) return null;
  return (
    <Section title="关联案件">
      <ul className="flow-relations">
        {links.map((link) => (
          <li key={`${link.kind} ${link.id}`}>
            <span className="city-muted">{kinds[link.kind]}</span>
            <Link
              to={
                link.type === props.detail.type
                  ? props.pathOf(link.id)
                  : `/flow/cases/${link.type}/${link.id}`
              }
              className="city-number"
            >
              {link.number}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
