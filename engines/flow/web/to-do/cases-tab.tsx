/** 我发起 and 督办: cases of one type at a time, straight from its register, so that every filter of it works. */
import { Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../../ui/call.ts';
import { Empty, Loading, Shown } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { type QueryColumn, QueryTable } from '../../../../ui/query-table.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import registersContract from '../../../registers/contract.ts';
import contract from '../../contract.ts';
import type { CaseFields } from '../case/case-fields.ts';
import { useCaseType } from '../case/use-case.ts';
import type { WorkTabProps } from './to-do-tab.tsx';

type CaseRow = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly titles?: Readonly<Record<string, string>> | undefined;
};

interface CasesTabProps extends WorkTabProps {
  readonly name: string;
  /** Always holds, whatever the person filters. */
  readonly where: Readonly<Record<string, string>>;
  readonly emptyText: string;
}

export function CasesTab(props: CasesTabProps): ReactNode {
  const types = useCall(contract.routes.types, {}, { fresh: 5 * 60_000 });
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  return (
    <Shown of={types}>
      {(known) => {
        const type = known.find((one) => one.type === chosen) ?? known[0];
        if (!type) {
          return (
            <Section>
              <Empty text={props.emptyText} />
            </Section>
          );
        }
        const options = known.map((one) => ({ value: one.type, label: one.title }));
        const choose = known.length > 1 && (
          <Select<string>
            aria-label="案件类型"
            value={type.type}
            options={options}
            onChange={setChosen}
            style={{ minWidth: 160 }}
          />
        );
        return <TypedCases key={type.type} {...props} type={type.type} choose={choose} />;
      }}
    </Shown>
  );
}

interface TypedProps extends CasesTabProps {
  readonly type: string;
  readonly choose: ReactNode;
}

function TypedCases(props: TypedProps): ReactNode {
  const { type, pathOf } = props;
  const navigate = useNavigate();
  const described = useCaseType(type);
  const fields = described.type?.fields;
  const titleField = described.type?.titleField ?? 'title';
  const columns = useMemo(() => (fields ? caseColumns(fields, titleField) : []), [fields, titleField]);
  const filters = useMemo(
    () =>
      ['status', 'caseArea', 'openedAt', 'dueAt'].flatMap((name) =>
        fields?.[name] ? [{ name, field: fields[name] }] : [],
      ),
    [fields],
  );
  if (!described.settled) return <Loading rows={8} />;
  if (!fields) {
    return (
      <Section>
        <Empty text={props.emptyText} />
      </Section>
    );
  }
  return (
    <QueryTable<CaseRow>
      id={`flow.${props.name}.${type}`}
      columns={columns}
      fields={filters}
      search="编号、案由，支持拼音"
      toolbar={props.choose}
      defaults={{ sort: '-openedAt' }}
      depends={props.where}
      load={async (state, signal) => {
        const where = JSON.stringify({ ...state.where, ...props.where });
        const reply = await call(
          registersContract.routes.list,
          {
            register: type,
            where,
            page: state.page,
            size: state.size,
            labels: true,
            ...(state.search ? { search: state.search } : {}),
            ...(state.sort ? { sort: state.sort } : {}),
          },
          { signal },
        );
        return { rows: reply.rows, total: reply.total, more: reply.more };
      }}
      onOpen={(row) => void navigate(pathOf(type, row.id))}
      emptyText={props.emptyText}
    />
  );
}

function caseColumns(fields: CaseFields, titleField: string): readonly QueryColumn<CaseRow>[] {
  const named = (name: string, width: number, sort = false): readonly QueryColumn<CaseRow>[] => {
    const field = fields[name];
    return field ? [{ key: name, title: field.title, field, width, sort }] : [];
  };
  return [
    ...named('number', 170, true),
    ...named(titleField, 320),
    {
      key: 'stage',
      title: '办理情况',
      width: 130,
      render: (row) => {
        const { stage, outcome } = row.titles ?? {};
        if (stage !== undefined) return <StatusTag tone="blue">{stage}</StatusTag>;
        return <StatusTag tone="green">{outcome ?? '已办结'}</StatusTag>;
      },
    },
    ...named('caseArea', 130),
    ...named('unit', 160),
    ...named('openedAt', 150, true),
    ...named('dueAt', 150, true),
    ...named('closedAt', 150, true),
  ];
}
