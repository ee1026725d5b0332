/** 图层: what is switched on, in its order and strength, and the city's catalogue by department. */
import { Button, Checkbox, Input, Slider } from 'antd';
import { type ReactNode, useState } from 'react';
import type { CatalogueLayer } from '../../../../engines/maps/web/layer/to-map-layer.ts';
import { Empty } from '../../../../ui/empty.tsx';
import { matchesText } from '../../../../ui/form/match-pinyin.ts';
import { Icon } from '../../../../ui/icon.tsx';
import type { ListedLayer } from './drawn-layers.ts';
import { fade, move, type Stack, type StackEntry, toggle } from './stack.ts';
import { countText } from './texts.ts';

const kindTitles = { point: '点', line: '线', area: '面', mixed: '点线面' } as const;

export interface LayerPanelProps {
  readonly listed: readonly ListedLayer[];
  readonly declared: readonly CatalogueLayer[];
  readonly stack: Stack;
  readonly onStack: (stack: Stack) => void;
}

export function LayerPanel(props: LayerPanelProps): ReactNode {
  const { listed, stack } = props;
  const [text, setText] = useState('');
  const found = listed.filter((layer) =>
    [layer.title, layer.origin, layer.departmentName].some((each) => matchesText(text, each)),
  );
  const departments = [...new Set(found.map((layer) => layer.departmentName))];
  if (listed.length === 0) return <Empty text="没有可以查看的图层" hint="图层随业务权限开放" />;
  return (
    <div className="one-map-panel">
      {stack.length > 0 && (
        <section>
          <h3>已打开（上面的盖住下面的）</h3>
          <ul>
            {stack.map((entry, index) => (
              <OpenLayer
                key={entry.id}
                {...props}
                entry={entry}
                first={index === 0}
                last={index === stack.length - 1}
              />
            ))}
          </ul>
        </section>
      )}
      <Input
        allowClear
        aria-label="查找图层"
        placeholder="图层、系统或部门"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {departments.map((name) => (
        <section key={name}>
          <h3>{name}</h3>
          <ul>
            {found
              .filter((layer) => layer.departmentName === name)
              .map((layer) => (
                <ListedRow key={layer.id} {...props} layer={layer} />
              ))}
          </ul>
        </section>
      ))}
      {found.length === 0 && <p className="city-muted">没有名称相符的图层</p>}
    </div>
  );
}

function ListedRow(props: LayerPanelProps & { readonly layer: ListedLayer }): ReactNode {
  const { layer, stack, onStack } = props;
  const count = layer.count === null ? '1 万以上' : countText(layer.count);
  const day = layer.changedAt?.slice(0, 10) ?? '无更新';
  return (
    <li className="one-map-listed">
      <Checkbox
        disabled={!layer.visible}
        checked={stack.some((entry) => entry.id === layer.id)}
        onChange={() => onStack(toggle(stack, layer.id))}
      >
        {layer.title}
      </Checkbox>
      <p className="city-muted">
        {layer.visible
          ? `${kindTitles[layer.kind]} · ${count} 个 · ${day} · ${layer.origin}`
          : `无查看权限 · ${layer.origin}`}
      </p>
    </li>
  );
}

function OpenLayer(
  props: LayerPanelProps & {
    readonly entry: StackEntry;
    readonly first: boolean;
    readonly last: boolean;
  },
): ReactNode {
  const { entry, stack, onStack } = props;
  const title = props.listed.find((layer) => layer.id === entry.id)?.title ?? entry.id;
  return (
    <li className="one-map-open">
      <div>
        <span>{title}</span>
        <Button
          size="small"
          aria-label={`上移${title}`}
          disabled={props.first}
          onClick={() => onStack(move(stack, entry.id, -1))}
        >
          ↑
        </Button>
        <Button
          size="small"
          aria-label={`下移${title}`}
          disabled={props.last}
          onClick={() => onStack(move(stack, entry.id, 1))}
        >
          ↓
        </Button>
        <Button
          size="small"
          aria-label={`关闭${title}`}
          icon={<Icon name="close" />}
          onClick={() => onStack(toggle(stack, entry.id))}
        />
      </div>
      <Slider
        ariaLabelForHandle={`${title}的不透明度`}
        value={Math.round(entry.opacity * 100)}
        tooltip={{ formatter: (value) => `不透明度 ${value}%` }}
        onChange={(value) => onStack(fade(stack, entry.id, value / 100))}
      />
      <Legend {...props} />
    </li>
  );
}

function Legend(props: LayerPanelProps & { readonly entry: StackEntry }): ReactNode {
  const own = props.declared.find((layer) => layer.id === props.entry.id);
  const upload = props.listed.find((layer) => layer.id === props.entry.id);
  const entries = own?.legend ?? upload?.legend ?? [];
  if (entries.length === 0)
    return (
      <p className="one-map-legend">
        <span
          className="city-map-dot"
          style={{ background: own?.otherColour ?? upload?.colour ?? '#1677ff' }}
        />
        全部
      </p>
    );
  return (
    <p className="one-map-legend">
      {entries.map((each) => (
        <span key={each.title}>
          <span className="city-map-dot" style={{ background: each.colour }} />
          {each.title}
        </span>
      ))}
    </p>
  );
}
