/** Where the land comes from: corners clicked on the map or typed, or a file with its datum; what is sent along is one value. */
import { Alert, Button, Input, InputNumber, Segmented, Select, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import type { InputOf, OutputOf } from '../../../../kernel/contract.ts';
import { call, CallError } from '../../../../ui/call.ts';
import contract from '../contract.ts';
import { areaText } from './area-text.ts';
import { readCorners, removeLast, toPolygon } from './coordinates.ts';
import { datumOptions, storeAreas } from './send-file.ts';

export type SentShape = InputOf<typeof contract.routes.readShape>;
export type ReadShape = OutputOf<typeof contract.routes.readShape>;

export interface Land {
  readonly way: 'draw' | 'file';
  /** Corners, one to a line. */
  readonly text: string;
  readonly datum: NonNullable<SentShape['datum']> | undefined;
  readonly zone: number | undefined;
  readonly file: { readonly id: string; readonly name: string } | undefined;
  readonly row: number | undefined;
  readonly read: ReadShape | undefined;
  readonly problem: CallError | undefined;
}

export const noLand: Land = {
  way: 'draw',
  text: '',
  datum: undefined,
  zone: undefined,
  file: undefined,
  row: undefined,
  read: undefined,
  problem: undefined,
};

/** What the routes want; undefined while there is nothing to send. */
export function sentShape(land: Land): SentShape | undefined {
  const declared = {
    ...(land.datum === undefined ? {} : { datum: land.datum }),
    ...(land.zone === undefined ? {} : { zone: land.zone }),
  };
  if (land.way === 'file') {
    if (land.file === undefined) return undefined;
    return { file: land.file.id, ...(land.row === undefined ? {} : { row: land.row }), ...declared };
  }
  const geometry = toPolygon(readCorners(land.text));
  return geometry === undefined ? undefined : { datum: 'cgcs2000', ...declared, geometry };
}

export function ShapeInput(props: { readonly land: Land; readonly onLand: (land: Land) => void }): ReactNode {
  const { land, onLand } = props;
  const change = (part: Partial<Land>) => onLand({ ...land, ...part });
  return (
    <div className="land-plan-shape">
      <Segmented
        block
        value={land.way}
        options={[
          { value: 'draw', label: '地图点选或填坐标' },
          { value: 'file', label: '上传文件' },
        ]}
        onChange={(way) => onLand({ ...noLand, way: way === 'file' ? 'file' : 'draw' })}
      />
      <Select
        aria-label="坐标系"
        value={land.datum ?? null}
        placeholder={land.way === 'draw' ? '2000国家大地坐标系（经纬度）' : '以文件写明的坐标系为准'}
        allowClear
        options={[...datumOptions]}
        onChange={(datum: Land['datum'] | null) =>
          change({ datum: datum ?? undefined, read: undefined, problem: undefined })
        }
      />
      {land.datum === 'gauss-kruger' && (
        <InputNumber
          aria-label="3度带带号"
          placeholder="带号，如 39（坐标已带带号可不填）"
          min={25}
          max={45}
          style={{ width: '100%' }}
          value={land.zone ?? null}
          onChange={(zone) => change({ zone: zone ?? undefined })}
        />
      )}
      {land.way === 'draw' ? <Corners {...props} /> : <FileInput {...props} />}
      {land.problem && <Problem problem={land.problem} />}
      {land.read?.shape && (
        <p className="land-plan-measured" role="status">
          面积 {areaText(land.read.squareMetres)}
          {land.read.mended.map(({ message }) => (
            <span key={message}>{message}</span>
          ))}
        </p>
      )}
    </div>
  );
}

function Problem(props: { readonly problem: CallError }): ReactNode {
  const { message, problems } = props.problem;
  return (
    <Alert
      type="error"
      title={message}
      description={
        problems.length > 1 && (
          <ul className="land-plan-problems">
            {problems.map((each) => (
              <li key={each.path + each.message}>{each.message}</li>
            ))}
          </ul>
        )
      }
    />
  );
}

function Corners(props: { readonly land: Land; readonly onLand: (land: Land) => void }): ReactNode {
  const { land, onLand } = props;
  const { badLines, rings } = readCorners(land.text);
  const count = rings.reduce((sum, ring) => sum + ring.length, 0);
  return (
    <>
      <Input.TextArea
        aria-label="界址点坐标"
        rows={6}
        value={land.text}
        placeholder={'每行一个界址点：经度,纬度\n平面坐标为：横坐标,纵坐标\n空一行开始内圈'}
        onChange={(event) =>
          onLand({ ...land, text: event.target.value, read: undefined, problem: undefined })
        }
      />
      <div className="land-plan-row">
        <span className={badLines.length > 0 ? 'land-plan-bad' : 'city-muted'} role="status">
          {badLines.length > 0 ? `第 ${badLines.slice(0, 5).join('、')} 行认不得` : `${count} 个点`}
        </span>
        <span>
          <Button
            size="small"
            disabled={count === 0}
            onClick={() => onLand({ ...land, text: removeLast(land.text) })}
          >
            撤销一点
          </Button>{' '}
          <Button
            size="small"
            disabled={count === 0}
            onClick={() => onLand({ ...land, text: '', read: undefined })}
          >
            清空
          </Button>
        </span>
      </div>
    </>
  );
}

function FileInput(props: { readonly land: Land; readonly onLand: (land: Land) => void }): ReactNode {
  const { land, onLand } = props;
  const [busy, setBusy] = useState(false);

  async function look(next: Land): Promise<void> {
    const sent = sentShape(next);
    if (sent === undefined) return;
    setBusy(true);
    try {
      onLand({ ...next, read: await call(contract.routes.readShape, sent), problem: undefined });
    } catch (problem) {
      onLand({ ...next, read: undefined, problem: problem instanceof CallError ? problem : undefined });
    } finally {
      setBusy(false);
    }
  }
  async function send(file: File): Promise<void> {
    setBusy(true);
    try {
      const id = await storeAreas(file);
      await look({ ...land, file: { id, name: file.name }, row: undefined });
    } catch (problem) {
      onLand({ ...land, problem: problem instanceof CallError ? problem : undefined });
    } finally {
      setBusy(false);
    }
  }
  const plots = land.read?.plots ?? [];
  return (
    <>
      <Upload
        accept=".json,.geojson,.kml,.kmz,.zip,.txt"
        showUploadList={false}
        beforeUpload={(file) => {
          void send(file);
          return false;
        }}
      >
        <Button block loading={busy}>
          {land.file?.name ?? '选择 GeoJSON、KML、Shapefile（zip）或勘测定界文本'}
        </Button>
      </Upload>
      {plots.length > 0 && (
        <Select
          aria-label="地块"
          placeholder={`文件里有 ${plots.length} 个地块，请选择`}
          showSearch={{ optionFilterProp: 'label' }}
          value={land.row ?? null}
          options={plots.map(({ row, name }) => ({ value: row, label: `${row}. ${name}` }))}
          onChange={(row: number | null) => row !== null && void look({ ...land, row })}
        />
      )}
      {land.file && (
        <Button size="small" disabled={busy} onClick={() => void look(land)}>
          按所选坐标系重新读取
        </Button>
      )}
    </>
  );
}
