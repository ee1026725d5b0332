/** 巡河: begin, walk with the phone in hand, end; the track waits on the phone until the network takes it, and goes out once. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { MapFrame, type MapLayer } from '../../../../../ui/map-frame.tsx';
import { PhoneButton, PhoneCard, PhoneField, PhonePage, PhoneText } from '../../../../../ui/phone/phone.tsx';
import { PhonePhotos } from '../../../../../ui/phone/phone-photos.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import { useDraft } from '../../../../../ui/use-draft.ts';
import contract from '../../contract.ts';
import { boxOf, riverLayer } from '../grade.tsx';
import { type TrackPoint, useTrack } from './use-track.ts';
import '../river.css';

type Reach = OutputOf<typeof contract.routes.mine>['reaches'][number];

interface WalkValues {
  readonly reach: string;
  readonly startedAt: string;
  readonly points: readonly TrackPoint[];
  readonly note: string;
}

const empty: WalkValues = { reach: '', startedAt: '', points: [], note: '' };

export default function WalkPage(): ReactNode {
  const { id = '' } = useParams();
  // Out on the river there may be no network, so what was read before is good enough.
  const reply = useCall(contract.routes.mine, {}, { fresh: 3_600_000 });
  return (
    <PhonePage title="巡河">
      <Shown of={reply} rows={8}>
        {(mine) => {
          const reach = mine.reaches.find((each) => each.id === id);
          return reach === undefined ? (
            <PhoneCard>
              <p>您不是这个河段的在任河长。</p>
            </PhoneCard>
          ) : (
            <Walk reach={reach} />
          );
        }}
      </Shown>
    </PhonePage>
  );
}

function Walk(props: { readonly reach: Reach }): ReactNode {
  const { reach } = props;
  const navigate = useNavigate();
  const draft = useDraft<WalkValues>({
    kind: 'river-chief.patrol',
    path: contract.routes.sendPatrol.path,
    start: empty,
    filesField: 'photos',
  });
  const { values, change } = draft;
  const [sending, setSending] = useState(false);
  const begun = values.startedAt !== '';
  const here = values.reach === reach.id;
  const said = useTrack(draft.ready && begun && here && !sending, (point) =>
    change({ points: [...values.points, point] }),
  );
  async function end(): Promise<void> {
    setSending(true);
    const outcome = await draft.submit(`巡河：${reach.name}`, {
      reach: reach.id,
      startedAt: values.startedAt,
      endedAt: new Date().toISOString(),
      points: values.points,
      note: values.note.trim(),
    });
    setSending(false);
    if (outcome === 'sent') tell('success', '巡河已上传');
    if (outcome === 'kept') tell('info', '没有网络，轨迹存在手机里，联网后自动上传一次');
    if (outcome === 'sent' || outcome === 'kept') void navigate('/river-chief/mine', { replace: true });
  }
  if (!draft.ready) return null;
  if (begun && !here)
    return (
      <PhoneCard title="还有一次巡河没有结束">
        <p>请先结束那一次，再巡这个河段。</p>
        <Link className="phone-button is-primary" to={`/river-chief/walk/${values.reach}`}>
          去结束
        </Link>
      </PhoneCard>
    );
  return (
    <>
      {draft.refusal && (
        <PhoneCard>
          <p className="phone-error" role="alert">
            没有上传成功：{draft.refusal}
          </p>
        </PhoneCard>
      )}
      <PhoneCard title={reach.name}>
        <Track reach={reach} points={values.points} />
        <Numbers startedAt={values.startedAt} points={values.points.length} />
        <p role="status" className={said ? 'phone-error' : 'phone-hint'}>
          {said ?? (begun ? '正在记录轨迹，请保持屏幕亮着' : '点“开始”后沿河走，轨迹自动记录')}
        </p>
      </PhoneCard>
      {begun ? (
        <>
          <PhoneCard title="情况">
            <PhonePhotos
              files={draft.files}
              onAdd={draft.addFiles}
              onRemove={draft.removeFile}
              most={9}
              label="巡河照片"
            />
            <PhoneField label="巡河情况（选填）">
              <PhoneText value={values.note} maxLength={1000} onChange={(note) => change({ note })} />
            </PhoneField>
            <Link className="phone-button" to={`/river-chief/report/${reach.id}?patrol=${draft.id}`}>
              发现问题，上报
            </Link>
          </PhoneCard>
          <PhoneButton disabled={sending || values.points.length === 0} onClick={() => void end()}>
            {sending ? '正在上传…' : '结束巡河'}
          </PhoneButton>
          <PhoneButton plain disabled={sending} onClick={() => void draft.discard()}>
            放弃这次巡河
          </PhoneButton>
        </>
      ) : (
        <PhoneButton
          onClick={() => change({ reach: reach.id, startedAt: new Date().toISOString(), points: [] })}
        >
          开始巡河
        </PhoneButton>
      )}
    </>
  );
}

function Track(props: { readonly reach: Reach; readonly points: readonly TrackPoint[] }): ReactNode {
  const { reach, points } = props;
  const layers = useMemo((): readonly MapLayer[] => {
    const river = riverLayer('reach', '我的河段', [{ ...reach, grade: null }]);
    return [
      { id: river.id, title: river.title, kind: 'line', from: river.from, colour: '#1677ff' },
      {
        id: 'track',
        title: '走过的路',
        kind: 'line',
        colour: '#d4380d',
        from: {
          geojson: {
            type: 'FeatureCollection',
            features: [
              {
                type: 'Feature',
                properties: {},
                geometry: { type: 'LineString', coordinates: points.map(({ lon, lat }) => [lon, lat]) },
              },
            ],
          },
        },
      },
    ];
  }, [reach, points]);
  const fit = boxOf(reach.line);
  const last = points.at(-1);
  return (
    <div className="river-map">
      <MapFrame
        layers={layers}
        height={240}
        legend={false}
        label="河段和轨迹"
        {...(fit ? { fit } : {})}
        {...(last ? { marker: last } : {})}
      />
    </div>
  );
}

function Numbers(props: { readonly startedAt: string; readonly points: number }): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (props.startedAt === '') return null;
  const seconds = Math.max(0, Math.floor((now - Date.parse(props.startedAt)) / 1000));
  return (
    <div className="river-walk-numbers">
      <span>
        <b>{Math.floor(seconds / 60)}</b>分钟
      </span>
      <span>
        <b>{seconds % 60}</b>秒
      </span>
      <span>
        <b>{props.points}</b>定位点
      </span>
    </div>
  );
}
