/** Chooses a place: on the map, by the machine's own position, or by typing degrees (WGS84/CGCS2000). */
import { Button, InputNumber, Modal, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Point } from '../kernel/register.ts';
import { Icon } from './icon.tsx';
import { locate } from './locate.ts';
import { MapFrame } from './map-frame.tsx';

export interface PointPickerProps {
  readonly value?: Point | null;
  readonly onChange?: (point: Point | null) => void;
  readonly id?: string;
  readonly disabled?: boolean;
}

export function PointPicker(props: PointPickerProps): ReactNode {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Point | null>(null);
  const value = props.value ?? null;
  const type = (part: Partial<Point>) => {
    const next = { lon: value?.lon ?? 115.81, lat: value?.lat ?? 32.89, ...part };
    props.onChange?.(next);
  };
  return (
    <>
      <Space.Compact style={{ width: '100%' }}>
        <InputNumber<number>
          {...(props.id ? { id: props.id } : {})}
          style={{ flex: 1 }}
          aria-label="经度"
          placeholder="经度"
          controls={false}
          min={-180}
          max={180}
          precision={6}
          value={value?.lon ?? null}
          disabled={props.disabled === true}
          onChange={(lon) => (lon === null ? props.onChange?.(null) : type({ lon }))}
        />
        <InputNumber<number>
          style={{ flex: 1 }}
          aria-label="纬度"
          placeholder="纬度"
          controls={false}
          min={-90}
          max={90}
          precision={6}
          value={value?.lat ?? null}
          disabled={props.disabled === true}
          onChange={(lat) => (lat === null ? props.onChange?.(null) : type({ lat }))}
        />
        <Button
          icon={<Icon name="map" />}
          disabled={props.disabled === true}
          onClick={() => {
            setDraft(value);
            setOpen(true);
          }}
        >
          地图选点
        </Button>
        <Button
          icon={<Icon name="locate" />}
          title="当前位置"
          aria-label="当前位置"
          disabled={props.disabled === true}
          onClick={() => locate((point) => props.onChange?.(point))}
        />
      </Space.Compact>
      <Modal
        open={open}
        title="在地图上点一下选择位置"
        width={760}
        destroyOnHidden
        okText="选这里"
        okButtonProps={{ disabled: draft === null }}
        onCancel={() => setOpen(false)}
        onOk={() => {
          props.onChange?.(draft);
          setOpen(false);
        }}
      >
        <MapFrame height={420} {...(draft ? { marker: draft, centre: draft } : {})} onPoint={setDraft} />
        <p className="city-muted city-number">
          {draft ? `${draft.lon.toFixed(6)}, ${draft.lat.toFixed(6)}` : '尚未选择'}
        </p>
      </Modal>
    </>
  );
}
