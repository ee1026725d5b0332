/** 案件工作台: what came in, what is due, and the list of cases with the map beside it. */
import { Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { CityMap, type CityMapProps } from '../../../../engines/maps/web/city-map.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { BoardList } from './board/board-list.tsx';
import { BoardNumbers } from './board/board-numbers.tsx';
import { RequestDrawer } from './board/request-drawer.tsx';
import { useBoard } from './board/use-board.ts';
import { casePath } from './rows/case-words.ts';
import './urban.css';

const mapLayers = ['urban-management.cases'];

export default function BoardPage(): ReactNode {
  const held = useBoard();
  const { board } = held;
  const [requests, setRequests] = useState(false);
  const [map, setMap] = useState(() => localStorage.getItem('urban-management.map') !== 'off');
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const [go, setGo] = useState<CityMapProps['go']>(undefined);
  function showMap(shown: boolean): void {
    localStorage.setItem('urban-management.map', shown ? 'on' : 'off');
    setMap(shown);
  }
  const tabs = [
    { key: '', label: '全部' },
    ...(board?.stages ?? []).map(({ stage, title, count }) => ({
      key: stage,
      label: (
        <>
          {title} <span className="urban-tab-count">{count.toLocaleString('zh-CN')}</span>
        </>
      ),
    })),
  ];
  return (
    <PageFrame title="案件工作台" summary="城市管理部件和事项问题的上报、立案、派遣、处置、核查和结案">
      <BoardNumbers
        board={board}
        chosen={held.viewName}
        onChoose={held.chooseView}
        requests={held.requests?.rows.length}
        onRequests={() => setRequests(true)}
      />
      <Section flush className="urban-tabs">
        <Tabs
          activeKey={held.stage ?? ''}
          items={tabs}
          onChange={(key) => held.chooseStage(key === '' ? undefined : key)}
        />
      </Section>
      <div className={`urban-board${map ? ' has-map' : ''}`}>
        {/* The list waits for the condition of its view, else it would show other rows for a moment. */}
        {(held.viewName === undefined || board) && (
          <BoardList
            view={held.view}
            soonHours={board?.soonHours ?? 24}
            selected={selected}
            map={map}
            onMap={showMap}
            onLocate={({ id, position }) => {
              setSelected(id);
              setGo({ centre: position, zoom: 16 });
              showMap(true);
            }}
          />
        )}
        {map && (
          <aside className="urban-board-map">
            <CityMap
              layers={mapLayers}
              height="100%"
              label="在办案件分布"
              {...(go ? { go, marker: go.centre } : {})}
              onFeature={(feature) => setSelected(feature.id === undefined ? undefined : String(feature.id))}
              link={(feature) =>
                feature.id === undefined ? undefined : { to: casePath(String(feature.id)), title: '打开案件' }
              }
            />
          </aside>
        )}
      </div>
      <RequestDrawer open={requests} onClose={() => setRequests(false)} />
    </PageFrame>
  );
}
