/** The test cases beside the table: which pass, what came out instead, and which row answered. */
import { Button, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { RuleTest } from '../../contract.ts';
import type { DecisionTable } from '../../table/decision-table.ts';
import type { TestResult } from '../../table/run-tests.ts';
import { showValue } from './show-value.ts';
import { rowNumbers } from './try-out.tsx';

export interface TestCasesProps {
  readonly tests: readonly RuleTest[];
  readonly results: ReadonlyMap<string, TestResult>;
  readonly table: DecisionTable | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (test: RuleTest) => void;
  /** Undefined where they may not be changed. */
  readonly edit:
    | { readonly open: (test: RuleTest) => void; readonly remove: (id: string) => void }
    | undefined;
}

/** As the columns of the table stand; the database keeps names in an order of its own. */
function inOrder(input: RuleTest['input'], table: DecisionTable | undefined): RuleTest['input'] {
  const first = (table?.inputs ?? []).flatMap(({ expression }) => (expression in input ? [expression] : []));
  return Object.fromEntries(
    [...new Set([...first, ...Object.keys(input)])].map((name) => [name, input[name]]),
  );
}

function columnsOf({ results, table, edit }: TestCasesProps): ColumnType<RuleTest>[] {
  return [
    {
      title: '结果',
      width: 76,
      render: (_value, { id }) => {
        const result = results.get(id);
        if (result === undefined) return <StatusTag tone="grey">未跑</StatusTag>;
        return result.passed ? (
          <StatusTag tone="green">通过</StatusTag>
        ) : (
          <StatusTag tone="red">不符</StatusTag>
        );
      },
    },
    {
      title: '用例',
      render: (_value, { name, input }) => (
        <>
          {name}
          <small className="city-muted rules-key">{showValue(inOrder(input, table))}</small>
        </>
      ),
    },
    {
      title: '应得',
      width: 190,
      render: (_value, { id, expected }) => {
        const result = results.get(id);
        return (
          <>
            {showValue(expected)}
            {result !== undefined && !result.passed && (
              <small className="rules-bar-problem rules-key">
                {result.error ?? `实得 ${showValue(result.value)}`}
              </small>
            )}
          </>
        );
      },
    },
    {
      title: '命中',
      width: 116,
      render: (_value, { id }) => {
        const result = results.get(id);
        return result === undefined || result.error ? '—' : rowNumbers(table, result.matched);
      },
    },
    ...(edit === undefined
      ? []
      : [
          {
            title: '操作',
            width: 110,
            render: (_value: unknown, test: RuleTest) => (
              <>
                <Button type="link" size="small" onClick={() => edit.open(test)}>
                  修改
                </Button>
                <Button type="link" size="small" danger onClick={() => edit.remove(test.id)}>
                  删除
                </Button>
              </>
            ),
          },
        ]),
  ];
}

export function TestCases(props: TestCasesProps): ReactNode {
  return (
    <Table<RuleTest>
      rowKey="id"
      size="small"
      columns={columnsOf(props)}
      dataSource={[...props.tests]}
      pagination={props.tests.length > 20 ? { pageSize: 20 } : false}
      locale={{ emptyText: '还没有用例；在“试一试”里填入数据，存为用例。' }}
      rowClassName={({ id }) => (id === props.chosen ? 'is-open-row rules-chosen' : 'is-open-row')}
      onRow={(test) => ({ onClick: () => props.onChoose(test) })}
    />
  );
}
