/** 河长制一屏: rivers by class of water on the dark map, open problems, and the month's ranking; everything leads to its rows at the desk. */
import dayjs from 'dayjs';
import { type ReactNode, useMemo } from 'react';
import { useCityStyle } from '../../../../../engines/maps/web/use-city-style.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Failed, Loading } from '../../../../../ui/empty.tsx';
import { MapFrame } from '../../../../../ui/map-frame.tsx';
import { ScreenBoard, ScreenNumber, ScreenPanel, ScreenRank } from '../../../../../ui/screen/screen.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { Grade, riverLayer } from '../grade.tsx';
import '../river.css';

type RiverMap = OutputOf<typeof contract.routes.map>;

const everyMinute = 60_000;
const form = 'YYYY-MM-DD';

/** The wall stays as it is; rows open at the desk beside it. */
function atDesk(path: string): void {
  window.open(`/desk/river-chief${path}`, '_blank');
}

export default function RiverScreenPage(): ReactNode {
  const asked = useCall(contract.routes.map, {}, { every: everyMinute, keep: true });
  if (asked.data === undefined)
    return asked.isError ? (
      <Failed error={asked.error} onRetry={() => void asked.refetch()} />
    ) : (
      <Loading rows={12} />
    );
  return (
    <ScreenBoard
      left={<Ranking />}
      top={<Numbers map={asked.data} />}
      centre={<Rivers map={asked.data} />}
      right={<Water map={asked.data} />}
    />
  );
}

function Numbers(props: { readonly map: RiverMap }): ReactNode {
  const { rivers, reaches } = props.map;
  const whole = reaches.filter(({ above }) => above === null);
  const vacant = reaches.filter(({ chief }) => chief === null).length;
  return (
    <>
      <ScreenNumber title="河流" unit="条" value={rivers.length} onOpen={() => atDesk('')} />
      <ScreenNumber title="河段" unit="段" value={reaches.length} onOpen={() => atDesk('')} />
      <ScreenNumber
        title="在办问题"
        unit="件"
        tone="yellow"
        value={whole.reduce((sum, { open }) => sum + open, 0)}
        onOpen={() => atDesk('/problems')}
      />
      <ScreenNumber title="河长空缺" unit="段" tone="red" value={vacant} onOpen={() => atDesk('')} />
    </>
  );
}

function Rivers(props: { readonly map: RiverMap }): ReactNode {
  const { style, whole, settled } = useCityStyle();
  const { rivers } = props.map;
  const layers = useMemo(() => [riverLayer('rivers', '河流水质', rivers)], [rivers]);
  if (!settled) return <Loading />;
  return (
    <MapFrame
      layers={layers}
      height="100%"
      label="河流水质"
      {...(style ? { style } : {})}
      {...(whole ? { fit: whole } : {})}
    />
  );
}

function Ranking(): ReactNode {
  const today = dayjs();
  const span = { from: today.startOf('month').format(form), to: today.format(form) };
  const asked = useCall(contract.routes.assessment, span, { every: 10 * everyMinute, keep: true });
  const rows = asked.data?.rows ?? [];
  return (
    <ScreenPanel title="本月考核得分">
      <ScreenRank
        rows={rows.map(({ area, areaName, score }) => ({ key: area, name: areaName, value: score }))}
        unit="分"
        digits={1}
        onOpen={() => atDesk('/assessment')}
      />
    </ScreenPanel>
  );
}

function Water(props: { readonly map: RiverMap }): ReactNode {
  return (
    <ScreenPanel title="河流水质">
      <ul className="river-chiefs">
        {props.map.rivers.map((each) => (
          <li key={each.id}>
            <b>{each.name}</b>
            <Grade grade={each.grade} name={each.gradeName} />
            <span className="city-muted">{each.sections} 个断面</span>
          </li>
        ))}
      </ul>
    </ScreenPanel>
  );
}
