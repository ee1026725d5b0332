/** One cell of the grid. The active one holds a text box at all times, so that typing, input methods and pasting work at once. */
import {
  type ClipboardEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { DecisionTable } from '../../table/decision-table.ts';
import { addRow, gridColumns, moveRow, pasteCells, type Place, removeRow, writeCell } from './edit-table.ts';

export interface GridCellProps {
  readonly side: 'inputs' | 'outputs' | 'note';
  readonly text: string;
  readonly problem: string | undefined;
  readonly isActive: boolean;
  readonly table: DecisionTable;
  readonly place: Place;
  readonly editable: boolean;
  readonly onActive: (place: Place) => void;
  readonly onChange: (table: DecisionTable) => void;
}

/** A cell draws itself anew only when something of its own has changed. */
function isSame(before: GridCellProps, after: GridCellProps): boolean {
  if (before.isActive || after.isActive) return false;
  return (
    before.text === after.text &&
    before.problem === after.problem &&
    before.place.row === after.place.row &&
    before.editable === after.editable
  );
}

export const GridCell = memo(function GridCell(props: GridCellProps): ReactNode {
  const { side, text, problem, isActive, place, onActive } = props;
  const open = side === 'inputs' && (text.trim() === '-' || text.trim() === '');
  const marks = [
    `is-${side}`,
    problem ? 'is-broken' : '',
    open ? 'is-open' : '',
    isActive ? 'is-active' : '',
  ];
  return (
    <td
      role="gridcell"
      aria-selected={isActive}
      aria-invalid={problem !== undefined}
      title={problem}
      className={marks.join(' ')}
      onMouseDown={(event) => {
        if (isActive) return;
        event.preventDefault();
        onActive(place);
      }}
    >
      {isActive ? <CellBox {...props} /> : <span>{open ? '—' : text}</span>}
    </td>
  );
}, isSame);

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function CellBox({ text, table, place, editable, onActive, onChange }: GridCellProps): ReactNode {
  const box = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const [writing, setWriting] = useState(false);
  const { row, column } = place;
  useEffect(() => {
    box.current?.focus({ preventScroll: false });
    box.current?.select();
  }, [row, column]);

  function written(): DecisionTable {
    return draft === undefined || draft === text ? table : writeCell(table, place, draft);
  }
  function keep(next: DecisionTable = written()): void {
    setDraft(undefined);
    setWriting(false);
    if (next !== table) onChange(next);
  }
  function go(down: number, right: number): void {
    const width = gridColumns(table).length;
    const to = { row: row + down, column: column + right };
    if (to.column < 0 || to.column >= width || to.row < 0 || to.row >= table.rules.length) return keep();
    keep();
    onActive(to);
  }
  /** Enter on the last row begins a new one. */
  function down(): void {
    if (row + 1 < table.rules.length || !editable) return go(1, 0);
    keep(addRow(written(), row + 1));
    onActive({ row: row + 1, column: 0 });
  }
  /** Tab goes on to the next row at the end of one. */
  function next(back: boolean): void {
    const width = gridColumns(table).length;
    const at = row * width + column + (back ? -1 : 1);
    keep();
    if (at >= 0 && at < width * table.rules.length)
      onActive({ row: Math.floor(at / width), column: at % width });
  }
  function shift(by: number): void {
    const moved = moveRow(written(), row, row + by);
    keep(moved);
    if (moved !== table) onActive({ row: row + by, column });
  }
  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing) return;
    const step = steps[event.key];
    const run = keyAction(event, step);
    if (run === undefined) return;
    event.preventDefault();
    run();
  }
  function keyAction(
    event: KeyboardEvent,
    step: readonly [number, number] | undefined,
  ): (() => void) | undefined {
    if (event.altKey && editable && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
      return () => shift(event.key === 'ArrowUp' ? -1 : 1);
    if (event.ctrlKey && event.key === 'Backspace' && editable) return () => onChange(removeRow(table, row));
    if (event.key === 'Enter') return event.shiftKey ? () => go(-1, 0) : down;
    const leaves = event.shiftKey ? row + column > 0 : true;
    if (event.key === 'Tab' && leaves) return () => next(event.shiftKey);
    if (event.key === 'F2') return () => setWriting(true);
    if (event.key === 'Escape')
      return () => {
        setDraft(undefined);
        setWriting(false);
      };
    if (step !== undefined && (!writing || step[0] !== 0)) return () => go(step[0], step[1]);
    return undefined;
  }
  function onPaste(event: ClipboardEvent): void {
    const given = event.clipboardData.getData('text/plain');
    if (writing || !/[\t\n]/.test(given) || !editable) return;
    event.preventDefault();
    keep(pasteCells(table, place, given));
  }
  return (
    <>
      {/* Keeps the column as wide as its text; a box alone would be as wide as it likes. */}
      <span aria-hidden className="rules-ghost">
        {draft ?? text}
      </span>
      <input
        ref={box}
        value={draft ?? text}
        readOnly={!editable}
        aria-label={`第 ${row + 1} 行第 ${column + 1} 列`}
        spellCheck={false}
        onChange={(event) => {
          setDraft(event.target.value);
          setWriting(true);
        }}
        onDoubleClick={() => setWriting(true)}
        onBlur={() => keep()}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
    </>
  );
}
