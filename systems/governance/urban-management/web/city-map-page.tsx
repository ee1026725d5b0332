/** 城管一屏: live cases on the dark map, today's numbers, links, rankings and trend; everything leads to its rows. */
import { type ReactNode, useState } from 'react';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { ScreenBoard, ScreenNumber } from '../../../../ui/screen/screen.tsx';
import type { RowQuestion } from './rows/row-question.ts';
import { RowsDrawer } from './rows/rows-drawer.tsx';
import { LiveMap } from './screen/live-map.tsx';
import { openRows, overdue, type Place, type Screen, supervised, urgent } from './screen/screen-rows.ts';
import { LeftPanels } from './screen/left-panels.tsx';
import { RightPanels } from './screen/right-panels.tsx';
import { useScreen } from './screen/use-screen.ts';
import './urban.css';
import './screen/wall.css';

export default function CityMapPage(): ReactNode {
  const held = useScreen();
  const [question, setQuestion] = useState<RowQuestion | undefined>(undefined);
  const screen = held.asked.data;
  if (screen === undefined)
    return held.asked.isError ? (
      <Failed error={held.asked.error} onRetry={() => void held.asked.refetch()} />
    ) : (
      <Loading rows={12} />
    );
  const place: Place = { area: held.area, at: screen.at };
  const panels = { held, screen, place, onOpen: setQuestion };
  return (
    <div className="wall-urban">
      <ScreenBoard
        left={<LeftPanels {...panels} />}
        top={<Numbers screen={screen} place={place} onOpen={setQuestion} />}
        centre={
          <div className="wall-centre">
            <Path held={held} failed={held.asked.isError} />
            <LiveMap area={held.area} onEnter={held.enter} />
          </div>
        }
        right={<RightPanels {...panels} />}
      />
      <RowsDrawer question={question} onClose={() => setQuestion(undefined)} outside />
    </div>
  );
}

function Numbers(props: {
  readonly screen: Screen;
  readonly place: Place;
  readonly onOpen: (question: RowQuestion) => void;
}): ReactNode {
  const { screen, place, onOpen } = props;
  const { open, at } = screen;
  return (
    <>
      <ScreenNumber
        title="在办"
        unit="件"
        value={open.total}
        onOpen={() => onOpen(openRows(place, '在办案件'))}
      />
      <ScreenNumber
        title="已超期"
        unit="件"
        tone="red"
        value={open.overdue}
        onOpen={() => onOpen(openRows(place, '已超期的在办案件', overdue(at)))}
      />
      <ScreenNumber
        title="紧急"
        unit="件"
        tone="yellow"
        value={open.urgent}
        onOpen={() => onOpen(openRows(place, '紧急的在办案件', urgent))}
      />
      <ScreenNumber
        title="督办"
        unit="件"
        value={open.supervised}
        onOpen={() => onOpen(openRows(place, '督办的在办案件', supervised))}
      />
    </>
  );
}

/** Where the wall looks, and the way back up. */
function Path(props: { readonly held: ReturnType<typeof useScreen>; readonly failed: boolean }): ReactNode {
  const { path, back } = props.held;
  return (
    <nav className="wall-path" aria-label="所看区域">
      {path.map((step, index) => (
        <button
          key={step.area ?? ''}
          type="button"
          aria-current={index === path.length - 1 ? 'location' : undefined}
          onClick={() => back(index)}
        >
          {step.name}
        </button>
      ))}
      {path.length > 1 && (
        <button type="button" className="wall-back" onClick={() => back(path.length - 2)}>
          返回上级
        </button>
      )}
      {props.failed && <span role="alert">数据暂时没有更新，正在重试</span>}
    </nav>
  );
}
