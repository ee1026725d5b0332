/** Columns that several lists of cases share: what it is about, its number, a moment. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { momentText } from '../../../../ui/form/city-time.ts';
import type { QueryColumn } from '../../../../ui/query-table.tsx';

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly caseId: string;
  readonly number: string;
  readonly title: string;
}

export function caseColumns<Row extends Listed>(
  pathOf: (type: string, id: string) => string,
  width: number,
): readonly QueryColumn<Row>[] {
  return [
    {
      key: 'title',
      title: '案由',
      width,
      render: (one) => (
        <span className="flow-title">
          <Link to={pathOf(one.type, one.caseId)}>{one.title || one.number}</Link>
        </span>
      ),
    },
    {
      key: 'number',
      title: '编号',
      width: 170,
      render: (one) => <span className="city-number">{one.number}</span>,
    },
  ];
}

export function shownMoment(moment: string): ReactNode {
  return <span className="city-number">{momentText(moment)}</span>;
}
