/** Parts of a wall screen: panel, big number, ranking. Sizes are in px of the stage (1920×1080 or 3840×1080), which the shell scales. */
import { createContext, type ReactNode, useContext } from 'react';
import { numberText } from '../number-card.tsx';
import './screen.css';

export interface Stage {
  readonly width: number;
  readonly height: number;
  /** 3840×1080: two screens side by side. */
  readonly wide: boolean;
}

export const StageContext = createContext<Stage>({ width: 1920, height: 1080, wide: false });

export function useStage(): Stage {
  return useContext(StageContext);
}

/**
 * The usual layout of a screen page: panels left and right, the map between them. Fills the stage below the title bar;
 * each side is one column at 1920 and two at 3840.
 */
export function ScreenBoard(props: {
  readonly left: ReactNode;
  readonly centre: ReactNode;
  readonly right: ReactNode;
  readonly top?: ReactNode;
}): ReactNode {
  const { wide } = useStage();
  return (
    <div className={`screen-board${wide ? ' is-wide' : ''}`}>
      <div className="screen-side">{props.left}</div>
      <div className="screen-centre">
        {props.top && <div className="screen-numbers">{props.top}</div>}
        <div className="screen-map">{props.centre}</div>
      </div>
      <div className="screen-side">{props.right}</div>
    </div>
  );
}

export function ScreenPanel(props: {
  readonly title: string;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="screen-panel">
      <header>
        <h2>{props.title}</h2>
        {props.extra}
      </header>
      <div className="screen-panel-body">{props.children}</div>
    </section>
  );
}

/** 数字翻牌: one number of the city; click leads to its rows. */
export function ScreenNumber(props: {
  readonly title: string;
  readonly value: number | null | undefined;
  readonly unit?: string;
  readonly digits?: number;
  readonly tone?: 'red' | 'yellow' | 'green';
  readonly formula?: string;
  readonly onOpen?: () => void;
}): ReactNode {
  const text = numberText(props.value, props.unit, props.digits);
  return (
    <button
      type="button"
      className="screen-number"
      data-tone={props.tone}
      disabled={!props.onOpen}
      title={props.formula}
      onClick={props.onOpen}
    >
      <span>{props.title}</span>
      <b>
        {text}
        {props.unit && text !== '—' && <small>{props.unit}</small>}
      </b>
    </button>
  );
}

/** Ranking with bars; the longest fills the row. */
export function ScreenRank(props: {
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly value: number | null;
    readonly note?: string;
  }[];
  readonly unit?: string;
  readonly digits?: number;
  readonly onOpen?: (key: string) => void;
}): ReactNode {
  const largest = Math.max(...props.rows.map((row) => row.value ?? 0), 0) || 1;
  return (
    <ol className="screen-rank">
      {props.rows.map((row, index) => (
        <li key={row.key}>
          <button type="button" disabled={!props.onOpen} onClick={() => props.onOpen?.(row.key)}>
            <i data-place={index + 1}>{index + 1}</i>
            <span>{row.name}</span>
            <b>
              {numberText(row.value, props.unit, props.digits)}
              {row.value !== null && props.unit}
            </b>
            <em style={{ width: `${((row.value ?? 0) / largest) * 100}%` }} />
          </button>
        </li>
      ))}
    </ol>
  );
}
