/** 热点: the cells where most happens, on the map, beside the places where the same trouble comes back. */
import { type ReactNode, useMemo } from 'react';
import { Empty, Failed, Loading, Shown } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';
import { MapFrame } from '../../../../../ui/map-frame.tsx';
import { useCityStyle } from '../../../../../engines/maps/web/use-city-style.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { RowQuestion } from '../rows/row-question.ts';
import { type AnalysisAsked, openedRows } from './analysis-rows.ts';
import { boundsOf, type Place, placeLayers } from './place-layer.ts';

interface Part {
  readonly asked: AnalysisAsked;
  readonly onOpen: (question: RowQuestion) => void;
}

export function HotMap(props: Part): ReactNode {
  const asked = useCall(contract.routes.hotSpots, props.asked, { keep: true, fresh: 60_000 });
  const { style, whole, settled } = useCityStyle();
  const places = asked.data?.rows;
  const layers = useMemo(() => placeLayers(places ?? []), [places]);
  const fit = boundsOf(places ?? []) ?? whole;
  const open = (place: Place) =>
    props.onOpen(openedRows(props.asked, `热点：${place.count} 件`, { box: place.box }));
  return (
    <Section
      title="问题热点"
      flush
      extra={asked.data && <span className="city-muted">{asked.data.metres} 米见方一格，点格看案件</span>}
    >
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {!asked.isError && (!settled || !places) && <Loading rows={8} />}
      {settled && places && (
        <MapFrame
          layers={layers}
          height={440}
          label="问题热点分布"
          {...(style ? { style } : {})}
          {...(fit ? { fit } : {})}
          onFeature={(feature) => {
            const place = places[Number(feature.id ?? -1)];
            if (place) open(place);
          }}
        />
      )}
      {places?.length === 0 && <Empty text="该条件下没有带位置的案件" />}
    </Section>
  );
}

export function RepeatPlaces(props: Part): ReactNode {
  const asked = useCall(contract.routes.repeatPlaces, props.asked, { keep: true, fresh: 60_000 });
  return (
    <Section
      title="同类多发点"
      extra={
        asked.data && (
          <span className="city-muted">
            {asked.data.metres} 米内同类 {asked.data.least} 次以上
          </span>
        )
      }
    >
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty text="没有同类多发的地方" />
          ) : (
            <ol className="urban-places">
              {rows.slice(0, 12).map((place, index) => (
                <li key={`${place.lon} ${place.lat} ${place.matter}`}>
                  <button
                    type="button"
                    onClick={() =>
                      props.onOpen(
                        openedRows(props.asked, `${place.matterName ?? '同类'}：${place.count} 次`, {
                          box: place.box,
                          where: place.matter === null ? {} : { matter: place.matter },
                        }),
                      )
                    }
                  >
                    <i>{index + 1}</i>
                    <span>
                      {place.matterName ?? '未定类'}
                      <small className="city-muted city-number">
                        {place.lon.toFixed(4)}, {place.lat.toFixed(4)}
                      </small>
                    </span>
                    <b className="city-number">{place.count} 次</b>
                  </button>
                </li>
              ))}
            </ol>
          )
        }
      </Shown>
    </Section>
  );
}
