/** 六边形统计: how many rows, or how much of a number, lies in each cell of the same size; the legend says what its colours mean. */
import { Button, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Hexagons, ListedLayer } from './drawn-layers.ts';
import { areaText, countText } from './texts.ts';

export interface HexagonFormProps {
  readonly listed: readonly ListedLayer[];
  readonly hexagons: Hexagons | undefined;
  /** With the layer that was counted. */
  readonly onHexagons: (hexagons: Hexagons | undefined, layer?: string) => void;
}

export function HexagonForm(props: HexagonFormProps): ReactNode {
  const { hexagons, onHexagons } = props;
  const layers = props.listed.filter((layer) => layer.visible);
  const [layer, setLayer] = useState<string | undefined>(undefined);
  const [sum, setSum] = useState<string | undefined>(undefined);
  const [side, setSide] = useState(1000);
  const { act, acting } = useAct(contract.routes.hexagons, {
    onDone: (reply, asked) => onHexagons(reply, asked.layer),
  });
  const numbers = layers.find(({ id }) => id === layer)?.numbers ?? [];
  return (
    <section>
      <h3>六边形统计</h3>
      <Select
        aria-label="统计图层"
        placeholder="统计哪个图层"
        value={layer ?? null}
        options={layers.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(id: string) => {
          setLayer(id);
          setSum(undefined);
        }}
      />
      <Select
        aria-label="统计内容"
        value={sum ?? ''}
        options={[
          { value: '', label: '记录数' },
          ...numbers.map(({ name, title, unit }) => ({
            value: name,
            label: `${title}合计${unit === null ? '' : `（${unit}）`}`,
          })),
        ]}
        onChange={(name: string) => setSum(name || undefined)}
      />
      <label className="one-map-row">
        边长
        <InputNumber
          min={100}
          max={50_000}
          step={100}
          suffix="米"
          aria-label="六边形边长（米）"
          value={side}
          onChange={(value) => setSide(value ?? 1000)}
        />
      </label>
      <Button
        block
        loading={acting}
        disabled={layer === undefined}
        onClick={() =>
          layer !== undefined && void act({ layer, side, ...(sum === undefined ? {} : { sum }), metres: 0 })
        }
      >
        画六边形
      </Button>
      {hexagons && (
        <div role="status">
          <p className="city-muted">
            {hexagons.cells.length} 格，共 {countText(hexagons.rows)} 条，每格{' '}
            {areaText(hexagons.squareMetresACell)}
            {hexagons.more ? '；格太多，只显示数量最多的，请加大边长' : ''}；这个图层本身暂不显示
          </p>
          <ul className="one-map-classes">
            {hexagons.classes.map(({ from, to, colour }) => (
              <li key={colour}>
                <span style={{ background: colour }} />
                {from === to ? countText(from) : `${countText(from)} – ${countText(to)}`}
              </li>
            ))}
          </ul>
          <Button size="small" onClick={() => onHexagons(undefined)}>
            清除六边形
          </Button>
        </div>
      )}
    </section>
  );
}
