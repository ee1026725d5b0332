/** The legend of a map: switches layers on and off, and says in words what each colour means. */
import type { ReactNode } from 'react';
import type { MapLayer } from './map-layer.ts';

export function MapLegend(props: {
  readonly layers: readonly MapLayer[];
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}): ReactNode {
  function toggle(id: string, on: boolean): void {
    const next = new Set(props.hidden);
    if (on) next.delete(id);
    else next.add(id);
    props.onHidden(next);
  }
  return (
    <div className="city-map-legend">
      {/* As on the map: what lies on top stands on top. */}
      {props.layers.toReversed().map((layer) => (
        <div key={layer.id}>
          <label>
            <input
              type="checkbox"
              checked={!props.hidden.has(layer.id)}
              onChange={(event) => toggle(layer.id, event.target.checked)}
            />
            {!layer.colours && (
              <span className="city-map-dot" style={{ background: layer.colour ?? '#1257b8' }} />
            )}
            {layer.title}
          </label>
          {layer.colours && (
            <ul>
              {Object.entries(layer.colours.values).map(([value, colour]) => (
                <li key={value}>
                  <span className="city-map-dot" style={{ background: colour }} />
                  {layer.colours?.titles?.[value] ?? value}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </div>
  );
}
