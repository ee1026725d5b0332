/** Below the table: its test cases and what the look-over found, one behind the other. */
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import type { RuleTest } from '../../contract.ts';
import type { Finding } from '../../table/finding.ts';
import { FindingsList } from '../judge/findings-list.tsx';
import type { Judge } from '../judge/use-judge.ts';
import { TestCases } from '../trial/test-cases.tsx';
import type { VersionDraft } from './use-version-draft.ts';

export function VersionChecks(props: {
  readonly draft: VersionDraft;
  readonly judge: Judge;
  readonly chosen: string | undefined;
  readonly onChoose: (test: RuleTest) => void;
  readonly onEdit: (test: RuleTest) => void;
  readonly onShow: (finding: Finding) => void;
  readonly onFill: (tests: readonly string[]) => void;
}): ReactNode {
  const { draft, judge } = props;
  const { tests, editable } = draft;
  const failed = tests.filter((one) => judge.results.get(one.id)?.passed === false).length;
  const errors = judge.findings.filter((one) => one.severity === 'error').length;
  const remove = (id: string) => draft.setTests(tests.filter((one) => one.id !== id));
  return (
    <Tabs
      items={[
        {
          key: 'tests',
          label: failed > 0 ? `测试用例（${failed} 个不符）` : `测试用例（${tests.length}）`,
          children: (
            <TestCases
              tests={tests}
              results={judge.results}
              table={draft.main}
              chosen={props.chosen}
              onChoose={props.onChoose}
              edit={editable ? { open: props.onEdit, remove } : undefined}
            />
          ),
        },
        {
          key: 'findings',
          label: errors > 0 ? `检查（${errors} 处错误）` : `检查（${judge.findings.length}）`,
          children: (
            <FindingsList
              findings={judge.findings}
              onShow={props.onShow}
              onFill={editable ? props.onFill : undefined}
            />
          ),
        },
      ]}
    />
  );
}
