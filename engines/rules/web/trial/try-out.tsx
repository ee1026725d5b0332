/** 试一试: inputs of one's own, the answer, the rows that gave it; a good trial becomes a test case. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Variable } from '../../dmn/decision-model.ts';
import type { DecisionTable } from '../../table/decision-table.ts';
import type { TestResult } from '../../table/run-tests.ts';
import { showValue } from './show-value.ts';
import { ValueInput } from './value-input.tsx';

/** A variable that only a column restricts takes the column's allowed values. */
export function withColumnValues({ name, type }: Variable, table: DecisionTable | undefined): Variable {
  const column = table?.inputs.find((one) => one.expression.trim() === name);
  if (column === undefined || type.parts !== undefined) return { name, type };
  const base = type.base === 'Any' ? column.type : type.base;
  const allowed = type.allowed ?? (column.values.trim() === '' ? undefined : column.values);
  return { name, type: { ...type, base, ...(allowed === undefined ? {} : { allowed }) } };
}

export function rowNumbers(table: DecisionTable | undefined, matched: readonly string[]): string {
  const rows = (table?.rules ?? []).flatMap((rule, index) => (matched.includes(rule.id) ? [index + 1] : []));
  return rows.length === 0 ? '没有命中的行' : `命中第 ${rows.join('、')} 行`;
}

export function TryOut(props: {
  readonly variables: readonly Variable[];
  readonly table: DecisionTable | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly onInput: (input: Readonly<Record<string, unknown>>) => void;
  readonly result: TestResult | undefined;
  readonly problem: string | undefined;
  /** Undefined where no test case may be added. */
  readonly onKeep: (() => void) | undefined;
}): ReactNode {
  const { variables, table, input, onInput, result } = props;
  return (
    <div className="rules-trial">
      <div className="rules-trial-inputs">
        {variables.map((variable) => {
          const { name, type } = withColumnValues(variable, table);
          return (
            <label key={name}>
              <span>{name}</span>
              <ValueInput
                type={type}
                label={name}
                value={input[name]}
                onChange={(value) => onInput({ ...input, [name]: value })}
              />
            </label>
          );
        })}
      </div>
      {props.problem && <p className="rules-bar-problem">{props.problem}</p>}
      {result && (
        <div className="rules-answer" role="status">
          {result.error ? (
            <p className="rules-bar-problem">{result.error}</p>
          ) : (
            <>
              <strong>{showValue(result.value)}</strong>
              <span className="city-muted">{rowNumbers(table, result.matched)}</span>
            </>
          )}
          {props.onKeep && !result.error && (
            <Button size="small" onClick={props.onKeep}>
              存为用例
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
