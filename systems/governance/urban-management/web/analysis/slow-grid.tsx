/** 慢环节: every unit against every link, coloured by how often too long; each cell opens its cases. */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';
import { numberText } from '../../../../../ui/number-card.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { RowQuestion } from '../rows/row-question.ts';
import { type AnalysisAsked, linkRows } from './analysis-rows.ts';
import { slowness } from './slowness.ts';

type Slow = OutputOf<typeof contract.routes.slowLinks>;
type Timed = Pick<Slow['links'][number], 'link' | 'count' | 'hours' | 'late' | 'lateRate'>;

const mostUnits = 15;

export function SlowGrid(props: {
  readonly asked: AnalysisAsked;
  readonly onOpen: (question: RowQuestion) => void;
}): ReactNode {
  const asked = useCall(contract.routes.slowLinks, props.asked, { keep: true, fresh: 60_000 });
  return (
    <Section
      title="慢环节"
      extra={<span className="city-muted">格内为平均用时（小时）和超时率，颜色越深超时越多</span>}
    >
      <Shown of={asked} rows={8}>
        {(slow) =>
          slow.links.every((link) => link.count === 0) ? (
            <Empty text="该时段没有办完的环节" />
          ) : (
            <Grid slow={slow} {...props} />
          )
        }
      </Shown>
    </Section>
  );
}

function Grid(props: {
  readonly slow: Slow;
  readonly asked: AnalysisAsked;
  readonly onOpen: (question: RowQuestion) => void;
}): ReactNode {
  const { slow, asked, onOpen } = props;
  return (
    <div className="urban-slow-scroll">
      <table className="urban-slow">
        <thead>
          <tr>
            <th scope="col">单位</th>
            {slow.links.map((link) => (
              <th scope="col" key={link.link}>
                {link.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">全部</th>
            {slow.links.map((link) => (
              <Cell
                key={link.link}
                of={link}
                title={`全部单位${link.title}`}
                onOpen={() => onOpen(linkRows(asked, `${link.title}：${link.count} 件`, link.link))}
              />
            ))}
          </tr>
          {slow.units.slice(0, mostUnits).map((unit) => (
            <tr key={unit.unit}>
              <th scope="row">{unit.name}</th>
              {slow.links.map(({ link, title }) => {
                const of = unit.links.find((one) => one.link === link);
                return (
                  <Cell
                    key={link}
                    of={of}
                    title={`${unit.name}${title}`}
                    onOpen={() =>
                      onOpen(
                        linkRows(asked, `${unit.name} · ${title}：${of?.count ?? 0} 件`, link, {
                          unit: unit.unit,
                        }),
                      )
                    }
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell(props: {
  readonly of: Timed | undefined;
  readonly title: string;
  readonly onOpen: () => void;
}): ReactNode {
  const { of } = props;
  if (of === undefined || of.count === 0) return <td className="city-muted">—</td>;
  return (
    <td data-slow={slowness(of.lateRate)}>
      <button
        type="button"
        title={`${props.title}：${of.count} 件，超时 ${of.late} 件`}
        onClick={props.onOpen}
      >
        <b>{numberText(of.hours, undefined, 1)}</b>
        <small>{of.late > 0 ? `超时 ${numberText(of.lateRate, '%', 0)}%` : '无超时'}</small>
      </button>
    </td>
  );
}
