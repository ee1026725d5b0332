/** Paints nodes of an open diagram by a figure, light to dark, with the figure's words on each. */
import type { Diagram } from '../diagram/diagram-types.ts';

export interface Paint {
  readonly node: string;
  /** 0–1 of the darkest. */
  readonly share: number;
  readonly words: string;
  readonly hint: string;
}

const shades = 5;

/** What was painted before goes. */
export function paintNodes(diagram: Diagram, paints: readonly Paint[]): void {
  const overlays = diagram.get('overlays');
  const registry = diagram.get('elementRegistry');
  const canvas = diagram.get('canvas');
  overlays.remove({ type: 'heat' });
  for (const { id } of registry.getAll())
    for (let shade = 1; shade <= shades; shade++) canvas.removeMarker(id, `heat-${shade}`);
  for (const { node, share, words, hint } of paints) {
    if (registry.get(node) === undefined) continue;
    canvas.addMarker(node, `heat-${Math.max(1, Math.ceil(share * shades))}`);
    const html = document.createElement('div');
    html.className = 'designer-heat';
    html.textContent = words;
    html.title = hint;
    overlays.add(node, 'heat', { position: { bottom: -4, left: 0 }, html });
  }
}
