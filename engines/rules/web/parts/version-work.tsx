/** One version at work: the table above, its test cases, findings and trials below, everything judged while one writes. */
import { Input, Select, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { newId } from '../../../../kernel/ids.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { DemoMark, StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type RuleTest, type VersionInfo } from '../../contract.ts';
import type { DecisionModel } from '../../dmn/decision-model.ts';
import type { DecisionTable } from '../../table/decision-table.ts';
import type { Finding } from '../../table/finding.ts';
import { addRow, emptyTable, gridColumns, type Place } from '../editor/edit-table.ts';
import { TableEditor } from '../editor/table-editor.tsx';
import { useHistory } from '../editor/use-history.ts';
import { FindingsList } from './findings-list.tsx';
import { TestCases } from './test-cases.tsx';
import { TestForm } from './test-form.tsx';
import { TryOut } from './try-out.tsx';
import { tableOf, useJudge } from './use-judge.ts';
import { VersionActions } from './version-actions.tsx';
import { VersionState } from './version-state.tsx';

function placeOf(table: DecisionTable, finding: Finding): Place | undefined {
  const [row] = finding.rows;
  if (row === undefined) return undefined;
  const column = gridColumns(table).findIndex(({ side, index }) => `${side}.${index}` === finding.cell);
  return { row: row - 1, column: Math.max(0, column) };
}

export function VersionWork(props: { readonly version: VersionInfo }): ReactNode {
  const { version } = props;
  // The server's own reader made it; the contract says only that it is JSON.
  const model = version.model as DecisionModel;
  const editable = version.state === 'draft' && version.may.edit;
  const tables = model.decisions.filter((one) => one.logic?.kind === 'table');
  const [edited, setEdited] = useState(
    tables.some((one) => one.id === version.decision) ? version.decision : (tables[0]?.id ?? ''),
  );
  const kept = tableOf(model, edited);
  const history = useHistory<DecisionTable>(kept ?? emptyTable());
  const table = kept === undefined ? undefined : history.value;
  const [tests, setTests] = useState<readonly RuleTest[]>(version.tests);
  const [source, setSource] = useState(version.source);
  const [active, setActive] = useState<Place | undefined>(undefined);
  const [input, setInput] = useState<Readonly<Record<string, unknown>>>(version.tests[0]?.input ?? {});
  const [chosen, setChosen] = useState<string | undefined>(version.tests[0]?.id);
  const [inForm, setInForm] = useState<RuleTest | undefined>(undefined);
  const judge = useJudge(model, { edited, main: version.decision }, table, tests);
  const save = useAct(contract.routes.save, { onDone: () => tell('success', '已保存') });

  usePageTitle(`${version.rule.title} 第 ${version.number} 版`);
  const main = edited === version.decision ? table : tableOf(model, version.decision);
  const dirty = history.canUndo || tests !== version.tests || source !== version.source;
  const trial = judge.run?.({ id: 'trial', input });
  const failed = tests.filter((one) => judge.results.get(one.id)?.passed === false).length;
  const errors = judge.findings.filter((one) => one.severity === 'error').length;

  function showTable(id: string): void {
    setEdited(id);
    setActive(undefined);
    history.reset(tableOf(model, id) ?? emptyTable());
  }
  function keep(): void {
    const changed = history.canUndo && table !== undefined ? { table: { of: edited, value: table } } : {};
    void save.act({ id: version.id, revision: version.revision, source, tests: [...tests], ...changed });
  }
  function choose(test: RuleTest): void {
    setChosen(test.id);
    setInput(test.input);
  }
  function finishTest(test: RuleTest): void {
    const known = tests.some((one) => one.id === test.id);
    setTests(known ? tests.map((one) => (one.id === test.id ? test : one)) : [...tests, test]);
    setInForm(undefined);
    choose(test);
  }
  function keepTrial(): void {
    const expected = trial?.value ?? null;
    setInForm({ id: `test-${newId()}`, name: `用例 ${tests.length + 1}`, input: { ...input }, expected });
  }

  return (
    <PageFrame
      title={version.rule.title}
      breadcrumb={[{ title: '规则', to: '/rules' }, { title: `第 ${version.number} 版` }]}
      tags={
        <>
          <VersionState version={version} />
          <DemoMark demo={version.rule.demo} />
        </>
      }
      extra={<VersionActions version={version} dirty={dirty} saving={save.acting} onSave={keep} />}
      summary={
        <span className="rules-facts">
          <span>编号 {version.rule.key}</span>
          <span>{version.rule.departmentName}</span>
          {version.effectiveFrom !== null && <span>生效 {momentText(version.effectiveFrom)}</span>}
          {version.endedAt !== null && (
            <span>
              停用 {momentText(version.endedAt)}（{version.endedBecause}）
            </span>
          )}
          <span className="rules-source">
            依据
            {editable ? (
              <Input
                size="small"
                value={source}
                maxLength={500}
                placeholder="文件名称、文号和条款"
                aria-label="依据"
                onChange={(event) => setSource(event.target.value)}
              />
            ) : (
              ` ${version.source || '—'}`
            )}
          </span>
        </span>
      }
    >
      <Section flush>
        {table === undefined ? (
          <p className="rules-sound city-muted">这个决策不是决策表，请在 DMN 工具中修改后导入。</p>
        ) : (
          <TableEditor
            history={history}
            editable={editable}
            lead={
              <>
                {tables.length > 1 && (
                  <Select
                    value={edited}
                    disabled={history.canUndo}
                    aria-label="哪个决策"
                    options={tables.map((one) => ({ value: one.id, label: one.name }))}
                    onChange={showTable}
                    popupMatchSelectWidth={false}
                  />
                )}
                {dirty && <StatusTag tone="yellow">未保存</StatusTag>}
              </>
            }
            findings={judge.findings}
            matched={new Set(trial?.matched)}
            active={active}
            onActive={setActive}
          />
        )}
      </Section>
      <div className="rules-below">
        <Section flush className="rules-tabs">
          <Tabs
            items={[
              {
                key: 'tests',
                label: failed > 0 ? `测试用例（${failed} 个不符）` : `测试用例（${tests.length}）`,
                children: (
                  <TestCases
                    tests={tests}
                    results={judge.results}
                    table={main}
                    chosen={chosen}
                    onChoose={choose}
                    edit={
                      editable
                        ? { open: setInForm, remove: (id) => setTests(tests.filter((one) => one.id !== id)) }
                        : undefined
                    }
                  />
                ),
              },
              {
                key: 'findings',
                label: errors > 0 ? `检查（${errors} 处错误）` : `检查（${judge.findings.length}）`,
                children: (
                  <FindingsList
                    findings={judge.findings}
                    onShow={(finding) => table && setActive(placeOf(table, finding))}
                    onFill={
                      editable && table
                        ? (gap) => {
                            history.change(addRow(table, table.rules.length, gap));
                            setActive({ row: table.rules.length, column: 0 });
                          }
                        : undefined
                    }
                  />
                ),
              },
            ]}
          />
        </Section>
        <Section title="试一试">
          <TryOut
            variables={judge.variables}
            table={main}
            input={input}
            onInput={(next) => {
              setChosen(undefined);
              setInput(next);
            }}
            result={trial}
            problem={judge.problem}
            onKeep={editable ? keepTrial : undefined}
          />
        </Section>
      </div>
      {inForm && (
        <TestForm
          test={inForm}
          variables={judge.variables}
          table={main}
          onDone={finishTest}
          onClose={() => setInForm(undefined)}
        />
      )}
    </PageFrame>
  );
}
