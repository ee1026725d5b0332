/** What of a version is being written: the table of one decision, the test cases, the source; and how it is saved. */
import { useState } from 'react';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type RuleTest, type VersionInfo } from '../../contract.ts';
import type { DecisionModel } from '../../dmn/decision-model.ts';
import type { DecisionTable } from '../../table/decision-table.ts';
import { emptyTable } from '../editor/edit-table.ts';
import { type History, useHistory } from '../editor/use-history.ts';
import { tableOf } from '../judge/use-judge.ts';

export interface VersionDraft {
  readonly model: DecisionModel;
  readonly editable: boolean;
  /** Decisions that are tables. */
  readonly tables: readonly { readonly id: string; readonly name: string }[];
  /** The one in work. */
  readonly edited: string;
  readonly history: History<DecisionTable>;
  /** Undefined when no decision is a table. */
  readonly table: DecisionTable | undefined;
  /** The table of the decision that answers. */
  readonly main: DecisionTable | undefined;
  readonly tests: readonly RuleTest[];
  readonly source: string;
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly showTable: (decision: string) => void;
  readonly setTests: (tests: readonly RuleTest[]) => void;
  readonly setSource: (source: string) => void;
  readonly save: () => void;
}

export function useVersionDraft(version: VersionInfo): VersionDraft {
  // The server's own reader made it; the contract says only that it is JSON.
  const model = version.model as DecisionModel;
  const tables = model.decisions.filter((one) => one.logic?.kind === 'table');
  const [edited, setEdited] = useState(
    tables.some((one) => one.id === version.decision) ? version.decision : (tables[0]?.id ?? ''),
  );
  const history = useHistory<DecisionTable>(tableOf(model, edited) ?? emptyTable());
  const [tests, setTests] = useState<readonly RuleTest[]>(version.tests);
  const [source, setSource] = useState(version.source);
  const { act, acting } = useAct(contract.routes.save, { onDone: () => tell('success', '已保存') });
  const table = tables.length === 0 ? undefined : history.value;
  return {
    model,
    editable: version.state === 'draft' && version.may.edit,
    tables,
    edited,
    history,
    table,
    main: edited === version.decision ? table : tableOf(model, version.decision),
    tests,
    source,
    dirty: history.canUndo || tests !== version.tests || source !== version.source,
    saving: acting,
    showTable(decision) {
      setEdited(decision);
      history.reset(tableOf(model, decision) ?? emptyTable());
    },
    setTests,
    setSource,
    save() {
      const changed = history.canUndo && table !== undefined ? { table: { of: edited, value: table } } : {};
      void act({ id: version.id, revision: version.revision, source, tests: [...tests], ...changed });
    },
  };
}
