/** One version at work: the table above, its test cases, findings and trials below, everything judged while one writes. */
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { newId } from '../../../../kernel/ids.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { DemoMark, StatusTag } from '../../../../ui/status-tag.tsx';
import type { RuleTest, VersionInfo } from '../../contract.ts';
import type { DecisionTable } from '../../table/decision-table.ts';
import type { Finding } from '../../table/finding.ts';
import { addRow, gridColumns, type Place } from '../editor/edit-table.ts';
import { TableEditor } from '../editor/table-editor.tsx';
import { useJudge } from '../judge/use-judge.ts';
import { TestForm } from '../trial/test-form.tsx';
import { TryOut } from '../trial/try-out.tsx';
import { useVersionDraft, type VersionDraft } from './use-version-draft.ts';
import { VersionActions } from './version-actions.tsx';
import { VersionChecks } from './version-checks.tsx';
import { VersionFacts } from './version-facts.tsx';
import { VersionSwitch } from './version-switch.tsx';

function placeOf(table: DecisionTable, finding: Finding): Place | undefined {
  const [row] = finding.rows;
  if (row === undefined) return undefined;
  const column = gridColumns(table).findIndex(({ side, index }) => `${side}.${index}` === finding.cell);
  return { row: row - 1, column: Math.max(0, column) };
}

/** Which table is in work and whether it is saved; nothing where there is nothing to say. */
function leadOf(draft: VersionDraft): ReactNode {
  if (draft.tables.length < 2 && !draft.dirty) return undefined;
  return (
    <>
      {draft.tables.length > 1 && (
        <Select
          value={draft.edited}
          disabled={draft.history.canUndo}
          aria-label="哪个决策"
          options={draft.tables.map((one) => ({ value: one.id, label: one.name }))}
          onChange={draft.showTable}
          popupMatchSelectWidth={false}
        />
      )}
      {draft.dirty && <StatusTag tone="yellow">未保存</StatusTag>}
    </>
  );
}

export function VersionWork(props: { readonly version: VersionInfo }): ReactNode {
  const { version } = props;
  const draft = useVersionDraft(version);
  const { table, tests, editable, history } = draft;
  const [active, setActive] = useState<Place | undefined>(undefined);
  const [input, setInput] = useState<RuleTest['input']>(version.tests[0]?.input ?? {});
  const [chosen, setChosen] = useState<string | undefined>(version.tests[0]?.id);
  const [inForm, setInForm] = useState<RuleTest | undefined>(undefined);
  const judge = useJudge(draft.model, { edited: draft.edited, main: version.decision }, table, tests);
  const trial = judge.run?.({ id: 'trial', input });
  usePageTitle(`${version.rule.title} 第 ${version.number} 版`);

  function choose(test: RuleTest): void {
    setChosen(test.id);
    setInput(test.input);
  }
  function finishTest(test: RuleTest): void {
    const known = tests.some((one) => one.id === test.id);
    draft.setTests(known ? tests.map((one) => (one.id === test.id ? test : one)) : [...tests, test]);
    setInForm(undefined);
    choose(test);
  }
  function keepTrial(): void {
    const expected = trial?.value ?? null;
    setInForm({ id: `test-${newId()}`, name: `用例 ${tests.length + 1}`, input: { ...input }, expected });
  }
  function fillGap(gap: readonly string[]): void {
    if (table === undefined) return;
    history.change(addRow(table, table.rules.length, gap));
    setActive({ row: table.rules.length, column: 0 });
  }

  return (
    <PageFrame
      title={version.rule.title}
      breadcrumb={[{ title: '规则', to: '/rules' }, { title: `第 ${version.number} 版` }]}
      tags={
        <>
          <VersionSwitch version={version} />
          <DemoMark demo={version.rule.demo} />
        </>
      }
      extra={
        <VersionActions version={version} dirty={draft.dirty} saving={draft.saving} onSave={draft.save} />
      }
      summary={
        <VersionFacts
          version={version}
          source={draft.source}
          onSource={editable ? draft.setSource : undefined}
        />
      }
    >
      <Section flush>
        {table === undefined ? (
          <p className="rules-sound city-muted">这个规则没有决策表，请在 DMN 工具中修改后导入。</p>
        ) : (
          <TableEditor
            // Another decision's table begins with nothing chosen.
            key={draft.edited}
            history={history}
            editable={editable}
            lead={leadOf(draft)}
            findings={judge.findings}
            matched={new Set(trial?.matched)}
            active={active}
            onActive={setActive}
          />
        )}
      </Section>
      <div className="rules-below">
        <Section flush className="rules-tabs">
          <VersionChecks
            draft={draft}
            judge={judge}
            chosen={chosen}
            onChoose={choose}
            onEdit={setInForm}
            onShow={(finding) => table && setActive(placeOf(table, finding))}
            onFill={fillGap}
          />
        </Section>
        <Section title="试一试">
          <TryOut
            variables={judge.variables}
            table={draft.main}
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
          table={draft.main}
          onDone={finishTest}
          onClose={() => setInForm(undefined)}
        />
      )}
    </PageFrame>
  );
}
