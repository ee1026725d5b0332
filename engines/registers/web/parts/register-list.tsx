/** THE list of any register, as a part: `<RegisterList register="urban-management.component" />` in a system's own page. */
import { Button, Segmented } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { call } from '../../../../ui/call.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import {
  type ListState,
  type QueryColumn,
  type QueryField,
  QueryTable,
} from '../../../../ui/query-table.tsx';
import contract from '../../contract.ts';
import { ExportButton } from './export-button.tsx';
import { type LabelledRow, LabelledValue } from './labelled-value.tsx';
import { WithRegister } from './register-frame.tsx';
import { registerPath } from './register-path.ts';
import { useRowPath } from './use-row-path.ts';
import { columnOrder, type HeldRegister, type NamedField } from './use-register.ts';

export interface RegisterListProps {
  /** '<system>.<register>' */
  readonly register: string;
  /** Filters that a bare address starts with. */
  readonly where?: Readonly<Record<string, string>>;
  /** More buttons for the toolbar. */
  readonly toolbar?: ReactNode;
  /** Where a row leads; default its detail page. */
  readonly to?: (id: string) => string;
}

type RowState = 'active' | 'archived' | 'all';

export function RegisterList(props: RegisterListProps): ReactNode {
  return <WithRegister register={props.register}>{(held) => <List {...props} held={held} />}</WithRegister>;
}

function List(props: RegisterListProps & { readonly held: HeldRegister }): ReactNode {
  const { register, held } = props;
  const { description, fields } = held;
  const navigate = useNavigate();
  const [state, setState] = useState<RowState>('active');
  const columns = useMemo(() => columnsOf(held), [held]);
  const query = useMemo(() => filtersOf(fields), [fields]);
  const path = useRowPath(description.kind, register);
  const open = props.to ?? path;
  const own = description.kind === 'register';
  return (
    <QueryTable<LabelledRow>
      id={`registers.${register}`}
      columns={columns}
      fields={query}
      {...(fields.some(({ info }) => info.search && !info.masked) ? { search: '全文、拼音' } : {})}
      depends={state}
      {...(props.where ? { defaults: { where: props.where } } : {})}
      rowKey={({ row }) => row.id}
      load={async (asked, signal) => {
        const { rows, labels, ...rest } = await call(
          contract.routes.list,
          { ...listInput(register, asked), state, labels: true },
          { signal },
        );
        return { ...rest, rows: rows.map((row) => ({ row, labels })) };
      }}
      onOpen={({ row }) => void navigate(open(row.id))}
      rowActions={({ row }) => <Link to={open(row.id)}>查看</Link>}
      rowActionsWidth={80}
      toolbar={(asked) => (
        <>
          {own && description.may.write && <LinkButton to={registerPath.create(register)}>新增</LinkButton>}
          {description.may.import && (
            <Link to={registerPath.import(register)}>
              <Button tabIndex={-1}>导入</Button>
            </Link>
          )}
          {description.may.export && (
            <ExportButton
              register={register}
              title={description.title}
              state={asked}
              rowState={state}
              fields={fields}
            />
          )}
          {own && (
            <Segmented<RowState>
              aria-label="记录状态"
              value={state}
              onChange={setState}
              options={[
                { value: 'active', label: '在用' },
                { value: 'archived', label: '已归档' },
                { value: 'all', label: '全部' },
              ]}
            />
          )}
          {props.toolbar}
        </>
      )}
    />
  );
}

function filtersOf(fields: readonly NamedField[]): readonly QueryField[] {
  return fields.flatMap(({ name, field, info }): QueryField[] => {
    if (!info.filter || info.masked) return [];
    const options = info.choices?.map(({ value, title }) => ({ code: value, name: title }));
    return [{ name, field, ...(options === undefined ? {} : { options }) }];
  });
}

/** The list state of a page as the registers' query; objects travel as JSON text in an address. */
function listInput(register: string, asked: ListState) {
  return {
    register,
    page: asked.page,
    size: asked.size,
    ...(asked.sort === undefined ? {} : { sort: asked.sort }),
    ...(asked.search === undefined ? {} : { search: asked.search }),
    ...(Object.keys(asked.where).length === 0 ? {} : { where: JSON.stringify(asked.where) }),
  };
}

const rarelyListed = new Set(['json', 'files', 'point', 'long-text']);

function columnsOf(held: HeldRegister): readonly QueryColumn<LabelledRow>[] {
  const fields = columnOrder(held);
  const chosen = fields.some(({ info }) => info.list);
  const shown = (field: NamedField, index: number) =>
    chosen ? field.info.list : index < 6 && !rarelyListed.has(field.info.type);
  const columns = fields.map((field, index): QueryColumn<LabelledRow> => {
    const number = field.info.type === 'integer' || field.info.type === 'decimal';
    return {
      key: field.name,
      title: field.info.title,
      hidden: !shown(field, index),
      sort: field.info.sortable && !field.info.masked,
      render: (from) => <LabelledValue field={field} from={from} />,
      ...(number ? { align: 'end' as const } : {}),
    };
  });
  return [
    ...columns,
    {
      key: 'updatedAt',
      title: '最后修改',
      hidden: true,
      sort: true,
      render: ({ row }) => <span className="city-number">{momentText(row.updatedAt)}</span>,
    },
  ];
}
