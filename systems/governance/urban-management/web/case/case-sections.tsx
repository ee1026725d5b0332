/** What 智慧城管 adds to the page of a case: standard, doubles, component, how punctual each link was, satisfaction. */
import type { ReactNode } from 'react';
import type { CaseDetail } from '../../../../../engines/flow/contract.ts';
import type { ExtraSection } from '../../../../../engines/flow/web/case/case-detail.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { StandardList } from '../filing/standard-list.tsx';
import { ComponentCard } from './component-card.tsx';
import { linkMarks } from './link-marks.ts';
import { SuspectList } from './suspect-list.tsx';

function textOf(detail: CaseDetail, field: string): string | null {
  const value = detail.row?.[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

export const caseSections: readonly ExtraSection[] = [
  {
    title: '适用标准',
    render: (detail) => {
      const matter = textOf(detail, 'matter');
      if (matter === null) return null;
      return <StandardList matter={matter} chosen={textOf(detail, 'standard') ?? undefined} />;
    },
  },
  {
    title: '疑似重复',
    place: 'side',
    render: (detail) => {
      const numbers = detail.row?.['suspects'];
      const known = Array.isArray(numbers) ? numbers.map(String) : [];
      return detail.status === 'closed' || known.length === 0 ? null : (
        <SuspectList id={detail.id} numbers={known} />
      );
    },
  },
  {
    title: '相关部件',
    place: 'side',
    render: (detail) => {
      const component = textOf(detail, 'component');
      return component === null ? null : <ComponentCard id={component} />;
    },
  },
  {
    title: '环节评价',
    place: 'side',
    render: (detail) => (detail.row && linkMarks(detail.row).length > 0 ? <Marks detail={detail} /> : null),
  },
  {
    title: '群众满意度',
    place: 'side',
    render: (detail) => (detail.row?.['rating'] ? <Rating detail={detail} /> : null),
  },
];

function Marks(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const row = detail.row ?? {};
  const counted = [
    { title: '返工', count: Number(row['reworkCount'] ?? 0) },
    { title: '退回', count: Number(row['returnCount'] ?? 0) },
    { title: '异议成立', count: Number(row['upheldCount'] ?? 0) },
    { title: '获准延期', count: Number(row['extendedCount'] ?? 0) },
  ].filter((one) => one.count > 0);
  return (
    <>
      <ul className="urban-marks">
        {linkMarks(row).map((mark) => (
          <li key={mark.name}>
            <span>{mark.title}</span>
            <span className="city-muted city-number">{momentText(mark.at)}</span>
            <StatusTag tone={mark.late ? 'red' : 'green'}>{mark.late ? '超时' : '按时'}</StatusTag>
          </li>
        ))}
      </ul>
      {counted.length > 0 && (
        <p className="urban-mark-counts">
          {counted.map((one) => (
            <StatusTag key={one.title} tone="yellow">
              {one.title} {one.count} 次
            </StatusTag>
          ))}
        </p>
      )}
    </>
  );
}

const words = ['', '很不满意', '不满意', '一般', '满意', '非常满意'] as const;

function Rating(props: { readonly detail: CaseDetail }): ReactNode {
  const row = props.detail.row ?? {};
  const rating = Number(row['rating']);
  return (
    <>
      <p>
        <span className="urban-stars" aria-hidden>
          {'★'.repeat(rating)}
          {'☆'.repeat(Math.max(0, 5 - rating))}
        </span>{' '}
        <b>{words[rating]}</b>
      </p>
      {typeof row['ratingComment'] === 'string' && <blockquote>{row['ratingComment']}</blockquote>}
      <p className="city-muted city-number">{momentText(row['ratedAt'] as string | undefined)}</p>
    </>
  );
}
