/** The tools of the map: length, area, and a place in every datum; what was measured stands beside them. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Point } from '../../../kernel/register.ts';
import { Shown } from '../../../ui/empty.tsx';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { distanceText } from './place/find-place.ts';
import type { Measure, MeasureKind } from './use-measure.ts';

const tools: readonly { readonly kind: MeasureKind; readonly title: string }[] = [
  { kind: 'length', title: '测距' },
  { kind: 'area', title: '测面' },
  { kind: 'place', title: '坐标' },
];
const squareMetresAMu = 10_000 / 15;

function areaText(squareMetres: number): string {
  const digits = { maximumFractionDigits: 2 };
  const mu = (squareMetres / squareMetresAMu).toLocaleString('zh-CN', digits);
  return `${squareMetres.toLocaleString('zh-CN', digits)} ㎡（${mu} 亩）`;
}

function resultOf({ kind, points, metres, squareMetres }: Measure): string {
  if (kind === 'length') return points.length < 2 ? '在地图上依次点击' : distanceText(metres);
  if (kind === 'area') return points.length < 3 ? '在地图上依次点出界线' : areaText(squareMetres);
  return '在地图上点一处';
}

export function MeasureBar(props: { readonly measure: Measure }): ReactNode {
  const { measure } = props;
  const [place] = measure.points;
  return (
    <>
      {tools.map(({ kind, title }) => (
        <Button
          key={kind}
          type={measure.kind === kind ? 'primary' : 'default'}
          aria-pressed={measure.kind === kind}
          onClick={() => measure.toggle(kind)}
        >
          {title}
        </Button>
      ))}
      {measure.kind !== undefined && (
        <span className="maps-measure" role="status">
          {measure.kind === 'place' && place ? <AtPlace at={place} /> : resultOf(measure)}
          {measure.points.length > 1 && (
            <button type="button" className="city-link" onClick={measure.undo}>
              退一点
            </button>
          )}
          {measure.points.length > 0 && (
            <button type="button" className="city-link" onClick={measure.restart}>
              重来
            </button>
          )}
        </span>
      )}
    </>
  );
}

function AtPlace(props: { readonly at: Point }): ReactNode {
  return (
    <>
      <WhereIs at={props.at} />
      <Datums at={props.at} />
    </>
  );
}

/** 颍州区文峰街道 · 离“中心公园”（公园）120 米. */
function WhereIs(props: { readonly at: Point }): ReactNode {
  const asked = useCall(contract.routes.placeAt, props.at, { fresh: 60_000 });
  return (
    <Shown of={asked} rows={1}>
      {({ inCity, county, town, nearest }) => (
        <p className="maps-where">
          {inCity ? `${county?.name ?? '市内'}${town?.name ?? ''}` : '不在本市'}
          {nearest && ` · 离“${nearest.title}”（${nearest.layer}）${distanceText(nearest.metres)}`}
        </p>
      )}
    </Shown>
  );
}

/** The map's own degrees are CGCS2000. */
function Datums(props: { readonly at: Point }): ReactNode {
  const { lon, lat } = props.at;
  const asked = useCall(contract.routes.convert, { datum: 'cgcs2000', x: lon, y: lat }, { fresh: 600_000 });
  return (
    <Shown of={asked} rows={2}>
      {({ places }) => (
        <dl className="maps-datums">
          {places.map(({ datum, title, x, y }) => (
            <div key={datum}>
              <dt>{title}</dt>
              <dd>
                {x.toFixed(datum === 'gauss-kruger' ? 3 : 7)}, {y.toFixed(datum === 'gauss-kruger' ? 3 : 7)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Shown>
  );
}
