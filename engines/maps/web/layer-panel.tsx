/** The catalogue of layers by system: switched on and off, each with its legend. */
import { Checkbox, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty } from '../../../ui/empty.tsx';
import { matchesText } from '../../../ui/form/match-pinyin.ts';
import { type CatalogueLayer, groupBySystem } from './layer/to-map-layer.ts';

export interface LayerPanelProps {
  readonly layers: readonly CatalogueLayer[];
  readonly shown: readonly string[];
  readonly onShown: (ids: readonly string[]) => void;
}

/** From here on the list is long enough to be searched. */
const searchFrom = 8;

export function LayerPanel(props: LayerPanelProps): ReactNode {
  const { layers, shown } = props;
  const [text, setText] = useState('');
  const found = layers.filter(
    (layer) => matchesText(text, layer.title) || matchesText(text, layer.systemTitle),
  );
  const toggle = (id: string, on: boolean) =>
    props.onShown(on ? [...shown, id] : shown.filter((other) => other !== id));
  if (layers.length === 0) return <Empty text="没有可以查看的图层" hint="图层随业务权限开放" />;
  return (
    <div className="maps-panel">
      {layers.length >= searchFrom && (
        <Input
          allowClear
          placeholder="查找图层"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {groupBySystem(found).map((group) => (
        <section key={group.system}>
          <h3>{group.title}</h3>
          {group.layers.map((layer) => (
            <LayerRow
              key={layer.id}
              layer={layer}
              on={shown.includes(layer.id)}
              onToggle={(on) => toggle(layer.id, on)}
            />
          ))}
        </section>
      ))}
      {found.length === 0 && <p className="city-muted">没有名称相符的图层</p>}
    </div>
  );
}

function LayerRow(props: {
  readonly layer: CatalogueLayer;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
}): ReactNode {
  const { layer, on } = props;
  return (
    <div className="maps-layer">
      <Checkbox checked={on} onChange={(event) => props.onToggle(event.target.checked)}>
        {layer.legend.length === 0 && (
          <span className="city-map-dot" style={{ background: layer.otherColour }} />
        )}
        {layer.title}
      </Checkbox>
      {on && layer.legend.length > 0 && (
        <ul>
          {layer.legend.map((entry) => (
            <li key={entry.value}>
              <span className="city-map-dot" style={{ background: entry.colour }} />
              {entry.title}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
