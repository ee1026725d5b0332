/** The lines of a feature's card: its name first, then the rest in the layer's order. Pure. */
import type { CatalogueLayer } from './to-map-layer.ts';

export interface CardLine {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

interface Shown {
  readonly properties: Readonly<Record<string, unknown>>;
  /** As people read them. */
  readonly shown: Readonly<Record<string, string>>;
}

/** What registers call the thing itself, as against its number. */
const names = ['title', 'name'];

export function readCard(
  layer: Pick<CatalogueLayer, 'properties' | 'colourBy' | 'legend'>,
  feature: Shown,
): readonly CardLine[] {
  const lines = layer.properties.flatMap(({ name, title }): CardLine[] => {
    // The legend knows names that a value alone does not have (stages of a process).
    const named =
      name === layer.colourBy
        ? layer.legend.find((entry) => entry.value === String(feature.properties[name]))
        : undefined;
    const text = named?.title ?? feature.shown[name];
    return text ? [{ name, title, text }] : [];
  });
  const head = lines.find((line) => names.includes(line.name)) ?? lines[0];
  return head ? [head, ...lines.filter((line) => line !== head)] : [];
}
